import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareFingerprints, isSame } from './compare.ts';
import type { Fingerprint } from './compare.ts';

const object = fc.constantFrom('a', 'b', 'c', 'd');
const fingerprint: fc.Arbitrary<Fingerprint> = fc.record({
  refs: fc
    .dictionary(fc.constantFrom('refs/heads/x', 'refs/heads/y', 'refs/tags/v'), object)
    .map(asMap),
  heads: fc.dictionary(fc.constantFrom('/one', '/two'), object).map(asMap),
  stash: fc.array(fc.record({ commit: object, title: fc.constant('idea') }), { maxLength: 5 }),
  files: fc
    .dictionary(
      fc.constantFrom('/config', '/hooks/a'),
      fc.record({ area: fc.constant('config' as const), content: object }),
    )
    .map(asMap),
});

function asMap<Value>(record: Record<string, Value>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

describe('the comparison of what was with what is', () => {
  it('finds nothing where nothing changed', () => {
    fc.assert(
      fc.property(fingerprint, (one) => {
        const copy = {
          ...one,
          refs: new Map(one.refs),
          heads: new Map(one.heads),
          files: new Map(one.files),
          stash: [...one.stash],
        };
        expect(isSame(compareFingerprints(one, copy))).toBe(true);
      }),
    );
  });

  it('says exactly what leads from one to the other, and the same the other way round', () => {
    fc.assert(
      fc.property(fingerprint, fingerprint, (before, after) => {
        const found = compareFingerprints(before, after);
        const back = compareFingerprints(after, before);
        for (const part of ['refs', 'heads', 'files'] as const) {
          const now = new Map<string, string>(
            [...before[part]].map(([name, value]) => [name, contentOf(value)]),
          );
          for (const { name, from, to } of found[part]) {
            expect(from).toBe(now.get(name) ?? null);
            if (to === null) now.delete(name);
            else now.set(name, to);
          }
          expect(now).toEqual(
            new Map([...after[part]].map(([name, value]) => [name, contentOf(value)])),
          );
          const turned = back[part].map(({ name, from, to }) => ({ name, from: to, to: from }));
          expect(turned).toEqual(found[part].map(({ name, from, to }) => ({ name, from, to })));
        }
        expect(back.lost).toEqual(found.added);
        expect(back.added).toEqual(found.lost);
      }),
    );
  });

  it('counts entries of the stash, of which two may have one commit', () => {
    const counted = (entries: readonly { commit: string }[]): readonly string[] =>
      entries.map(({ commit }) => commit).toSorted();
    fc.assert(
      fc.property(fingerprint, fingerprint, (before, after) => {
        const { lost, added } = compareFingerprints(before, after);
        expect(counted([...after.stash, ...lost])).toEqual(counted([...before.stash, ...added]));
      }),
    );
  });

  it('names lost entries oldest first, so that they come back in their order', () => {
    const entry = (commit: string) => ({ commit, title: commit });
    const empty: Fingerprint = { refs: new Map(), heads: new Map(), files: new Map(), stash: [] };
    const before = { ...empty, stash: [entry('newest'), entry('oldest')] };
    expect(compareFingerprints(before, empty).lost.map(({ commit }) => commit)).toEqual([
      'oldest',
      'newest',
    ]);
  });
});

function contentOf(value: string | { readonly content: string }): string {
  return typeof value === 'string' ? value : value.content;
}
