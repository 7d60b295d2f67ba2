import { describe, expect, it } from 'vitest';
import { groupChanges, parseRawDiff } from './commits.ts';

const [zeros, one, two] = ['0'.repeat(40), '1'.repeat(40), '2'.repeat(40)];

describe('parseRawDiff', () => {
  it('reads nothing from nothing', () => {
    expect(parseRawDiff('')).toEqual([]);
  });

  it('reads each kind of change, whatever the path is', () => {
    const output = [
      `:000000 100644 ${zeros} ${one} A`,
      'new file\nwith break',
      `:100644 100755 ${one} ${one} M`,
      ':looks like a record M',
      `:100644 120000 ${one} ${two} T`,
      'link',
      `:100644 000000 ${one} ${zeros} D`,
      'gone',
      `:000000 160000 ${zeros} ${two} A`,
      'inner',
      '',
    ].join('\0');
    expect(parseRawDiff(output)).toEqual([
      {
        path: 'new file\nwith break',
        status: 'added',
        object: one,
        isRepository: false,
        isLink: false,
      },
      {
        path: ':looks like a record M',
        status: 'modified',
        object: one,
        isRepository: false,
        isLink: false,
      },
      { path: 'link', status: 'modified', object: two, isRepository: false, isLink: true },
      { path: 'gone', status: 'deleted', object: zeros, isRepository: false, isLink: false },
      { path: 'inner', status: 'added', object: two, isRepository: true, isLink: false },
    ]);
    expect(groupChanges(parseRawDiff(output))).toEqual({
      modified: [':looks like a record M', 'link'],
      created: ['new file\nwith break', 'inner'],
      deleted: ['gone'],
    });
  });
});
