import { describe, expect, it } from 'vitest';
import { parseMergeTree } from './merge-conflicts.ts';

const tree = 'a9b40fa84d4a5810fd4abafa36364f85fafb7057';
const output = (...fields: readonly string[]): string => fields.map((one) => `${one}\0`).join('');

describe('parseMergeTree', () => {
  it('reads a clean merge, whatever it has to tell', () => {
    const told = output(tree, '', '1', 'x', 'Auto-merging', 'Auto-merging x\n');
    expect(parseMergeTree(told, true)).toEqual({ tree, conflicts: [] });
    expect(parseMergeTree(output(tree), true)).toEqual({ tree, conflicts: [] });
  });

  it('reads the files in conflict, each once', () => {
    const messages = ['', '1', 'x', 'CONFLICT (contents)', 'CONFLICT (content): in x\n'];
    expect(parseMergeTree(output(tree, 'x', 'y z', 'x', ...messages), false)).toEqual({
      tree,
      conflicts: [
        { path: 'x', related: [] },
        { path: 'y z', related: [] },
      ],
    });
  });

  it('reads the paths of messages when no file is in conflict', () => {
    const split = 'CONFLICT(directory rename unclear split)';
    const messages = ['1', 'a', 'Auto-merging', 'text\n', '2', 'd', 'e', split, 'text\n'];
    expect(parseMergeTree(output(tree, '', ...messages), false)).toEqual({
      tree,
      conflicts: [
        { path: 'd', related: ['e'] },
        { path: 'e', related: ['d'] },
      ],
    });
  });

  it.each([
    output(tree),
    output(tree, ''),
    output(tree, '', 'nonsense'),
    '',
    output(tree, '', '9'),
  ])('never takes a merge for clean that git calls otherwise: %j', (text) => {
    expect(parseMergeTree(text, false).conflicts).not.toEqual([]);
  });
});
