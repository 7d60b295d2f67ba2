import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCycles, runCapReached, runCapsNeared } from './caps.ts';

const caps = { runTokens: 1_000, runCostUsd: 2.5 };

describe('the caps of a run', () => {
  it.each([
    [{ tokens: 999, costUsd: 2.49 }, null],
    [{ tokens: 1_000, costUsd: 0 }, "The run's token cap is reached: 1000 of 1000."],
    [{ tokens: 0, costUsd: 3 }, "The run's cost cap is reached: $3.00 of $2.5."],
    [{ tokens: 5_000, costUsd: 9 }, "The run's token cap is reached: 5000 of 1000."],
  ])('at %j', (spent, reason) => {
    expect(runCapReached(spent, caps)).toBe(reason);
  });

  it('are told when four fifths are used, each in its unit', () => {
    const before = { tokens: 700, costUsd: 1 };
    expect(runCapsNeared(before, { tokens: 799, costUsd: 1.9 }, caps)).toEqual([]);
    expect(runCapsNeared(before, { tokens: 800, costUsd: 2 }, caps)).toEqual([
      "80 % of the run's token cap is used: 800 of 1000.",
      "80 % of the run's cost cap is used: $2.00 of $2.5.",
    ]);
  });

  it('are each told once, whatever the attempts use', () => {
    const uses = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 10 });
    fc.assert(
      fc.property(uses, (tokens) => {
        let spent = { tokens: 0, costUsd: 0 };
        const told: string[] = [];
        for (const one of tokens) {
          const after = { tokens: spent.tokens + one, costUsd: 0 };
          told.push(...runCapsNeared(spent, after, caps));
          spent = after;
        }
        expect(told.length).toBe(spent.tokens >= 800 ? 1 : 0);
        expect(runCapReached(spent, caps) === null).toBe(spent.tokens < 1_000);
      }),
    );
  });
});

it('rounds are all tries but those that were refused or cut off', () => {
  const ends = ['sent_back', 'refused', 'conflict', 'interrupted', 'blocked', 'under_way'] as const;
  expect(countCycles(ends.map((end) => ({ end })))).toBe(4);
});
