import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonStart, compareIds, naturalKey } from './natural-order.ts';

/** What natural order means, by the plainest way there is: text and numbers in turn. */
function compareByParts(a: string, b: string): number {
  const parts = (id: string): string[] => id.match(/\d+|\D/g) ?? [];
  const [partsA, partsB] = [parts(a), parts(b)];
  for (const [place, partA] of partsA.entries()) {
    const partB = partsB[place];
    if (partB === undefined) return 1;
    const bothNumbers = /^\d/.test(partA) && /^\d/.test(partB);
    if (bothNumbers && BigInt(partA) !== BigInt(partB)) {
      return BigInt(partA) < BigInt(partB) ? -1 : 1;
    }
    if (!bothNumbers && partA !== partB) return partA < partB ? -1 : 1;
  }
  if (partsB.length > partsA.length) return -1;
  return a < b ? -1 : Number(a > b);
}

const unit = fc.constantFrom(
  '0',
  '0',
  '1',
  '9',
  '4',
  '.',
  '-',
  'a',
  'z',
  'Z',
  '~',
  '}',
  '|',
  'é',
  '\0',
);
const id = fc.oneof(
  fc.string({ unit, maxLength: 9 }),
  fc.string({ unit: fc.constantFrom('0', '3', '9', '.'), maxLength: 24 }),
);

describe('order of ids', () => {
  it('is by characters and whole numbers, then by code units', () => {
    fc.assert(
      fc.property(id, id, (a, b) => {
        expect(Math.sign(compareIds(a, b))).toBe(compareByParts(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('compares what stands behind numbers that are equal but for zeros', () => {
    expect(compareIds('t.07.2', 't.7.10')).toBeLessThan(0);
    expect(compareIds('t.07.10', 't.7.2')).toBeGreaterThan(0);
    expect(compareIds('t.007', 't.7')).toBeLessThan(0);
  });
});

describe('common start', () => {
  it('is what all ids begin with', () => {
    expect(commonStart(['epic-a.1', 'epic-b.1', 'epic-'])).toBe(5);
    expect(commonStart(['a', 'b'])).toBe(0);
    expect(commonStart([])).toBe(0);
  });

  it('leaves out the number that it would cut through', () => {
    expect(commonStart(['t.10', 't.12'])).toBe(2);
    expect(commonStart(['10', '12'])).toBe(0);
    expect(commonStart(['t.10'])).toBe(2);
  });
});

describe('key of an id', () => {
  it('never puts ids in another order than comparing them does', () => {
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 4 }),
        fc.array(id, { maxLength: 6 }),
        (start, ends) => {
          const ids = ends.map((end) => start + end);
          const from = commonStart(ids);
          for (const a of ids) {
            for (const b of ids) {
              const difference = naturalKey(a, from) - naturalKey(b, from);
              if (difference !== 0) expect(Math.sign(compareIds(a, b))).toBe(Math.sign(difference));
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('tells usual ids of a backlog apart without comparing them', () => {
    const keys = (ids: readonly string[]): number => {
      const from = commonStart(ids);
      return new Set(ids.map((one) => naturalKey(one, from))).size;
    };
    const numbers = Array.from({ length: 50 }, (_, number) => number * number);
    expect(keys(numbers.map((number) => `TASK-${number}`))).toBe(50);
    expect(keys(numbers.flatMap((a) => numbers.map((b) => `epic-${a}.${b}`)))).toBe(2500);
  });

  it('stays exact for the largest numbers it covers', () => {
    expect(naturalKey('999999999', 0)).toBeLessThan(naturalKey('1000000000', 0));
    expect(naturalKey('999999998', 0)).toBeLessThan(naturalKey('999999999', 0));
    expect(naturalKey('9'.repeat(400), 0)).toBe(naturalKey('1'.repeat(10), 0));
  });
});
