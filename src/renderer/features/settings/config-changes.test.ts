import { describe, expect, it } from 'vitest';
import { changesBetween, sameSetting } from './config-changes.ts';

describe('the changes between two values', () => {
  it('are none when both say the same', () => {
    expect(changesBetween(['a'], 3, 3)).toEqual([]);
    expect(changesBetween(['a'], { b: 1, c: [2] }, { c: [2], b: 1 })).toEqual([]);
    expect(changesBetween(['a'], undefined, undefined)).toEqual([]);
  });

  it('name only the entries of a map that differ', () => {
    expect(
      changesBetween(
        ['agents', 'by_type'],
        { test: 'claude', docs: 'codex' },
        { docs: 'codex', fix: 'gemini' },
      ),
    ).toEqual([
      { path: ['agents', 'by_type', 'test'], value: null },
      { path: ['agents', 'by_type', 'fix'], value: 'gemini' },
    ]);
  });

  it('replace lists as a whole, and go into maps of maps', () => {
    expect(
      changesBetween(
        ['x'],
        { command: ['a'], env: { A: '1' } },
        { command: ['a', 'b'], env: { A: '1', B: '2' } },
      ),
    ).toEqual([
      { path: ['x', 'command'], value: ['a', 'b'] },
      { path: ['x', 'env', 'B'], value: '2' },
    ]);
    expect(changesBetween(['x'], undefined, { command: ['a'] })).toEqual([
      { path: ['x'], value: { command: ['a'] } },
    ]);
  });
});

describe('sameSetting', () => {
  it('looks at order in lists, not in maps', () => {
    expect(sameSetting({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(sameSetting(['a', 'b'], ['b', 'a'])).toBe(false);
    expect(sameSetting(null, undefined)).toBe(false);
  });
});
