import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIdTable } from './id-table.ts';

/** The same text as a string of its own, as from a file. */
function copyOf(text: string): string {
  return JSON.parse(JSON.stringify(text));
}

describe('table of ids', () => {
  it('numbers each id once, in the order in which they first appear', () => {
    const table = createIdTable(['b', 'a', copyOf('b'), 'c', copyOf('a')]);
    expect(table.ids).toEqual(['b', 'a', 'c']);
    expect(['a', 'b', 'c', 'd', ''].map((id) => table.numberOf(id))).toEqual([1, 0, 2, -1, -1]);
  });

  it('has nothing when it was given nothing', () => {
    const table = createIdTable([]);
    expect(table.ids).toEqual([]);
    expect(table.numberOf('a')).toBe(-1);
    expect(table.numbersOf([['a'], []], 1)).toEqual(new Int32Array([-1]));
  });

  it('answers as a map does, for any strings', () => {
    const unit = fc.constantFrom('a', 'b', '1', '\0', 'é', '字', '😀', '\ud83d');
    const text = fc.string({ unit, maxLength: 4 });
    const texts = fc.array(text, { maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.array(texts, { maxLength: 3 }), (given, lists) => {
        const table = createIdTable(given);
        expect(table.ids).toEqual([...new Set(given)]);
        const numbers = new Map(table.ids.map((id, number) => [id, number]));
        const mentions = [...lists, given].flat().map(copyOf);
        const expected = mentions.map((id) => numbers.get(id) ?? -1);
        expect(mentions.map((id) => table.numberOf(id))).toEqual(expected);
        const found = table.numbersOf([...lists, given], mentions.length);
        expect([...found]).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('tells ids apart that share part of their hash, as some of so many do', () => {
    const ids = Array.from({ length: 40_000 }, (_, number) => `epic-${number % 77}.${number}`);
    const others = ['a', 'b', 'c', 'd'].map((end) => ids.map((id) => id + end));
    const table = createIdTable(ids);
    const found = table.numbersOf([...others, ids.map(copyOf)], 200_000);
    expect(found.subarray(0, 160_000).every((number) => number === -1)).toBe(true);
    expect(found.subarray(160_000)).toEqual(Int32Array.from(ids.keys()));
  });
});
