import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstPlace,
  idAt,
  idsBetween,
  nearestPlace,
  neighbourOf,
  placeOf,
  placeTowards,
} from './navigate.ts';
import type { BoardLayout, Direction } from './navigate.ts';

const flat: BoardLayout = [
  { key: 'all', isCollapsed: false, columns: [['a', 'b', 'c'], [], ['d'], ['e', 'f']] },
];

const lanes: BoardLayout = [
  { key: 'one', isCollapsed: false, columns: [['a', 'b'], ['c']] },
  { key: 'two', isCollapsed: true, columns: [['hidden'], []] },
  { key: 'three', isCollapsed: false, columns: [[], ['d']] },
  { key: 'four', isCollapsed: false, columns: [['e'], []] },
];

function walk(layout: BoardLayout, start: string, ...directions: readonly Direction[]): string {
  let place = placeOf(layout, start)!;
  for (const direction of directions) place = placeTowards(layout, place, direction);
  return idAt(layout, place)!;
}

describe('walking the board', () => {
  it('goes up and down in a column and stops at its ends', () => {
    expect(walk(flat, 'a', 'down', 'down')).toBe('c');
    expect(walk(flat, 'c', 'down')).toBe('c');
    expect(walk(flat, 'a', 'up')).toBe('a');
    expect(walk(flat, 'a', 'last')).toBe('c');
    expect(walk(flat, 'c', 'first')).toBe('a');
    expect(walk(flat, 'a', 'page_down')).toBe('c');
  });

  it('goes sideways past empty columns and stays at the height it can have', () => {
    expect(walk(flat, 'c', 'right')).toBe('d');
    expect(walk(flat, 'f', 'left')).toBe('d');
    expect(walk(flat, 'f', 'right')).toBe('f');
  });

  it('goes through all cards in reading order, and ends at the last', () => {
    expect(neighbourOf(flat, 'c', 1)).toBe('d');
    expect(neighbourOf(flat, 'd', -1)).toBe('c');
    expect(neighbourOf(flat, 'f', 1)).toBeNull();
    expect(neighbourOf(lanes, 'c', 1)).toBe('d');
    expect(neighbourOf(lanes, null, 1)).toBe('a');
    expect(neighbourOf(lanes, 'hidden', -1)).toBe('e');
  });

  it('goes from lane to lane past collapsed ones and those without a card in the column', () => {
    expect(walk(lanes, 'b', 'down')).toBe('e');
    expect(walk(lanes, 'c', 'down')).toBe('d');
    expect(walk(lanes, 'e', 'up')).toBe('b');
  });

  it('never leaves the board', () => {
    const layouts = fc.array(
      fc.record({
        key: fc.string(),
        isCollapsed: fc.boolean(),
        sizes: fc.array(fc.nat({ max: 3 }), { minLength: 6, maxLength: 6 }),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const steps = fc.array(
      fc.constantFrom<Direction>('up', 'down', 'left', 'right', 'first', 'last', 'page_up'),
    );
    fc.assert(
      fc.property(layouts, steps, (drawn, directions) => {
        const layout = drawn.map(({ key, isCollapsed, sizes }, lane) => ({
          key,
          isCollapsed,
          columns: sizes.map((size, column) =>
            Array.from({ length: size }, (_, index) => `${lane}.${column}.${index}`),
          ),
        }));
        let place = firstPlace(layout);
        if (place === null) return;
        for (const direction of directions) {
          place = placeTowards(layout, place, direction);
          expect(idAt(layout, place)).not.toBeNull();
        }
      }),
    );
  });
});

describe('a place whose card has gone', () => {
  it('is taken by the next card of the column, or by its last one', () => {
    expect(nearestPlace(flat, { lane: 0, column: 0, index: 1 })).toEqual(placeOf(flat, 'b'));
    expect(nearestPlace(flat, { lane: 0, column: 0, index: 7 })).toEqual(placeOf(flat, 'c'));
  });

  it('is taken by a card beside it when the column is empty, else by the first of the board', () => {
    expect(nearestPlace(flat, { lane: 0, column: 1, index: 0 })).toEqual(placeOf(flat, 'a'));
    expect(nearestPlace(lanes, { lane: 1, column: 0, index: 0 })).toEqual(placeOf(lanes, 'a'));
    expect(nearestPlace([], { lane: 0, column: 0, index: 0 })).toBeNull();
  });
});

describe('a range', () => {
  it('holds the cards between its two ends, whichever came first', () => {
    expect(idsBetween(flat, 'a', 'c')).toEqual(['a', 'b', 'c']);
    expect(idsBetween(flat, 'c', 'b')).toEqual(['b', 'c']);
  });

  it('stays in one column of one lane', () => {
    expect(idsBetween(flat, 'a', 'e')).toEqual(['e']);
    expect(idsBetween(lanes, 'a', 'e')).toEqual(['e']);
    expect(idsBetween(flat, 'gone', 'b')).toEqual(['b']);
    expect(idsBetween(flat, 'a', 'gone')).toEqual([]);
  });
});
