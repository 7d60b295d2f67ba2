import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumOfChanges } from './change-sum.ts';

const lines = fc.option(fc.nat(10_000));
const anyChanges = fc.array(fc.record({ additions: lines, deletions: lines }));

describe('sumOfChanges', () => {
  it('adds up files and lines, and counts no lines of binary files', () => {
    expect(
      sumOfChanges([
        { additions: 3, deletions: 1 },
        { additions: null, deletions: null },
        { additions: 2, deletions: 0 },
      ]),
    ).toEqual({ files: 3, additions: 5, deletions: 1 });
  });

  it('is nothing for no change', () => {
    expect(sumOfChanges([])).toEqual({ files: 0, additions: 0, deletions: 0 });
  });

  it('takes what can be gone through only once', () => {
    const files = new Map([['a.ts', { additions: 1, deletions: 2 }]]);
    expect(sumOfChanges(files.values())).toEqual({ files: 1, additions: 1, deletions: 2 });
  });

  it('of two lists together is the sum of both, in any order', () => {
    fc.assert(
      fc.property(anyChanges, anyChanges, (some, others) => {
        const [one, other] = [sumOfChanges(some), sumOfChanges(others)];
        const together = {
          files: one.files + other.files,
          additions: one.additions + other.additions,
          deletions: one.deletions + other.deletions,
        };
        expect(sumOfChanges([...some, ...others])).toEqual(together);
        expect(sumOfChanges([...others, ...some].toReversed())).toEqual(together);
      }),
    );
  });
});
