import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ordinalBetween, placeCard } from './board-order.ts';
import type { OrderedCard } from './board-order.ts';
import { compareTasks } from '#shared/core/graph/task-graph.ts';

describe('an ordinal between two', () => {
  it.each([
    [null, null, 1000],
    [1000, null, 2000],
    [null, 1000, 500],
    [null, 0, -1000],
    [1, 2, 1.5],
    [1, 1, null],
    [2, 1, null],
    [1, 1 + Number.EPSILON, null],
    [null, Number.MIN_VALUE, 0],
    [Number.MAX_VALUE, null, null],
  ])('of %s and %s is %s', (above, below, expected) => {
    expect(ordinalBetween(above, below)).toBe(expected);
  });
});

describe('placing a card', () => {
  it('changes only the card while there is room', () => {
    const others = [
      { id: 'e.1', ordinal: 1 },
      { id: 'e.2', ordinal: 2 },
    ];
    expect(placeCard(others, { id: 'e.3', ordinal: null }, 1)).toEqual([
      { taskId: 'e.3', ordinal: 1.5 },
    ]);
  });

  it('gives ordinals to the cards above that have none', () => {
    const others = ['e.1', 'e.2', 'e.3'].map((id) => ({ id, ordinal: null }));
    expect(placeCard(others, { id: 'e.4', ordinal: null }, 1)).toEqual([
      { taskId: 'e.1', ordinal: 1000 },
      { taskId: 'e.4', ordinal: 2000 },
    ]);
  });

  it('numbers the column anew when no number is left', () => {
    const others = [
      { id: 'e.1', ordinal: 1 },
      { id: 'e.2', ordinal: 1 },
      { id: 'e.3', ordinal: null },
    ];
    expect(placeCard(others, { id: 'e.9', ordinal: 7 }, 1)).toEqual([
      { taskId: 'e.1', ordinal: 1000 },
      { taskId: 'e.9', ordinal: 2000 },
      { taskId: 'e.2', ordinal: 3000 },
    ]);
  });

  it('puts the card where it was dropped and leaves the others in their order', () => {
    const ordinal = fc.option(
      fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(0, 1, 2, 2 ** 53, -1e308)),
    );
    fc.assert(
      fc.property(fc.array(ordinal, { maxLength: 8 }), ordinal, fc.nat(8), (ordinals, own, at) => {
        const others: OrderedCard[] = ordinals
          .map((one, number) => ({ id: `e.${number}`, ordinal: one }))
          .toSorted(compareTasks);
        const card = { id: 'e.99', ordinal: own };
        const place = Math.min(at, others.length);
        const changes = new Map(
          placeCard(others, card, at).map(({ taskId, ordinal }) => [taskId, ordinal]),
        );
        const after = [...others, card].map(({ id, ordinal }) => ({
          id,
          ordinal: changes.get(id) ?? ordinal,
        }));
        expect(after.toSorted(compareTasks).map(({ id }) => id)).toEqual(
          others.map(({ id }) => id).toSpliced(place, 0, card.id),
        );
      }),
    );
  });
});
