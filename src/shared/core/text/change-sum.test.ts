import { expect, it } from 'vitest';
import { sumOfChanges } from './change-sum.ts';

it('adds up files and lines, and counts no lines of binary files', () => {
  expect(
    sumOfChanges([
      { additions: 3, deletions: 1 },
      { additions: null, deletions: null },
      { additions: 2, deletions: 0 },
    ]),
  ).toEqual({ files: 3, additions: 5, deletions: 1 });
});
