import { describe, expect, it } from 'vitest';
import { compareStocks } from './watch-stock.ts';

describe('compareStocks', () => {
  it('tells added, changed and removed files apart, and nothing about the same ones', () => {
    const before = new Map([
      ['a.md', { id: 'A', digest: '1' }],
      ['b.md', { id: 'B', digest: '1' }],
      ['same.md', { id: 'S', digest: '1' }],
    ]);
    const after = new Map([
      ['b.md', { id: 'B', digest: '2' }],
      ['same.md', { id: 'S', digest: '1' }],
      ['c.md', { id: 'C', digest: '1' }],
    ]);
    expect(compareStocks(before, after)).toEqual({
      added: [{ id: 'C', file: 'c.md' }],
      changed: [{ id: 'B', file: 'b.md' }],
      removed: [{ id: 'A', file: 'a.md' }],
    });
  });

  it('takes a file that went to another path for the same task', () => {
    const before = new Map([['old.md', { id: 'A', digest: '1' }]]);
    const after = new Map([['new.md', { id: 'A', digest: '1' }]]);
    expect(compareStocks(before, after)).toEqual({
      added: [],
      changed: [{ id: 'A', file: 'new.md' }],
      removed: [],
    });
  });

  it('does not take files without a readable id for one another', () => {
    const before = new Map([['old.md', { id: null, digest: '1' }]]);
    const after = new Map([['new.md', { id: null, digest: '1' }]]);
    expect(compareStocks(before, after)).toMatchObject({
      added: [{ file: 'new.md' }],
      removed: [{ file: 'old.md' }],
    });
  });
});
