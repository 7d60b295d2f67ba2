import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refsInTheWay } from './refs-in-the-way.ts';

const part = fc.constantFrom('a', 'b', 'c', 'ab');
const ref = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));

describe('refs that are in the way', () => {
  it('are those below a wanted one, and those that a wanted one would be below', () => {
    const existing = ['refs/heads/epic/e/old', 'refs/heads/agent', 'refs/heads/epic/f'];
    const wanted = ['refs/heads/epic/e', 'refs/heads/agent/e.1', 'refs/heads/epic/f'];
    expect(refsInTheWay(existing, wanted)).toEqual([
      { ref: 'refs/heads/epic/e/old', wanted: 'refs/heads/epic/e' },
      { ref: 'refs/heads/agent', wanted: 'refs/heads/agent/e.1' },
    ]);
  });

  it('are not those that only begin with the same letters, nor the wanted ones themselves', () => {
    const wanted = ['refs/heads/epic/e'];
    expect(refsInTheWay(['refs/heads/epic/e2', 'refs/heads/epic/e', 'refs/head'], wanted)).toEqual(
      [],
    );
  });

  it('are found in whatever order, each once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(ref), fc.uniqueArray(ref), (existing, wanted) => {
        const isBelow = (one: string, other: string): boolean => one.startsWith(`${other}/`);
        const expected = existing.filter((one) =>
          wanted.some((other) => isBelow(one, other) || isBelow(other, one)),
        );
        expect(refsInTheWay(existing, wanted).map(({ ref: found }) => found)).toEqual(expected);
      }),
    );
  });
});
