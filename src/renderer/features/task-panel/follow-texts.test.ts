import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followTexts } from './follow-texts.ts';

const list = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 7 });
const distinct = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 });

describe('texts of a list that others change too', () => {
  it('are followed when others are added, removed or moved', () => {
    expect(followTexts(['one', 'two', 'three'], ['two', 'three'])).toEqual([null, 0, 1]);
    expect(followTexts(['one', 'two'], ['zero', 'one', 'two'])).toEqual([1, 2]);
    expect(followTexts(['one', 'two'], ['two', 'one'])).toEqual([1, 0]);
  });

  it('are followed when they are changed in their place, also beside others', () => {
    expect(followTexts(['one', 'two', 'three'], ['one', '2', 'three'])).toEqual([0, 1, 2]);
    expect(followTexts(['one', 'two', 'three'], ['1', '2', 'three', 'four'])).toEqual([0, 1, 2]);
  });

  it('are gone rather than taken for another', () => {
    expect(followTexts(['one', 'two', 'three'], ['one', '2', 'and', 'three'])).toEqual([
      0,
      null,
      2 + 1,
    ]);
    expect(followTexts(['one', 'two'], [])).toEqual([null, null]);
  });

  it('never share a place', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const found = followTexts(before, after).filter((index) => index !== null);
        expect(found.length).toBe(new Set(found).size);
        expect(found.every((index) => index >= 0 && index < after.length)).toBe(true);
      }),
    );
  });

  it('stay what they are where nothing changed, and where one was taken out or put in', () => {
    fc.assert(
      fc.property(distinct, fc.nat(), fc.string(), (before, seed, added) => {
        const own = before.map((_, index) => index);
        expect(followTexts(before, before)).toEqual(own);
        const at = seed % before.length;
        const shorter = before.filter((_, index) => index !== at);
        expect(followTexts(before, shorter)).toEqual(
          own.map((index) => (index === at ? null : index - (index > at ? 1 : 0))),
        );
        fc.pre(!before.includes(added));
        const longer = before.toSpliced(at, 0, added);
        expect(followTexts(before, longer)).toEqual(
          own.map((index) => index + (index >= at ? 1 : 0)),
        );
      }),
    );
  });
});
