import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Spending } from './spending.ts';

type Taken = Readonly<Parameters<Spending['take']>[0]>;

const step = (name: string, tokens: number | null, costUsd: number | null): Taken => ({
  kind: 'usage',
  step: name,
  tokens,
  costUsd,
});
const total = (tokens: number | null, costUsd: number | null): Taken => ({
  kind: 'usage',
  step: null,
  tokens,
  costUsd,
});

function spending(taken: readonly Taken[]): Spending {
  const all = new Spending();
  for (const one of taken) all.take(one);
  return all;
}

describe('Spending', () => {
  it('knows nothing before anything was said', () => {
    expect(spending([]).spent).toEqual({ tokens: null, costUsd: null });
    expect(spending([step('a', null, null)]).spent).toEqual({ tokens: null, costUsd: null });
  });

  it('adds up steps, and counts what is said twice of one only once, the later word', () => {
    const taken = [step('a', 10, 0.25), step('b', 5, null), step('a', 12, 0.5)];
    expect(spending(taken).spent).toEqual({ tokens: 17, costUsd: 0.5 });
  });

  it('takes the total of the tool for it, also where the steps say more', () => {
    const all = spending([step('a', 10, 1), total(7, 0.5), step('b', 100, 2)]);
    expect(all.spent).toEqual({ tokens: 7, costUsd: 0.5 });
    expect(all.total).toEqual({ tokens: 7, costUsd: 0.5 });
  });

  it('goes on with the steps where the end of the tool says no total', () => {
    const all = spending([step('a', 10, 1), total(null, null)]);
    expect(all.spent).toEqual({ tokens: 10, costUsd: 1 });
    expect(all.total).toBeNull();
    expect(spending([step('a', 10, 1), total(null, 0)]).spent).toEqual({ tokens: 10, costUsd: 0 });
  });

  it('adds up to the sum of the last words of all steps, in whatever order they came', () => {
    const steps = fc.uniqueArray(fc.tuple(fc.string(), fc.nat(), fc.nat(), fc.nat()), {
      selector: ([name]) => name,
      minLength: 1,
    });
    fc.assert(
      fc.property(steps, (all) => {
        const first = all.map(([name, early]) => step(name, early, null));
        const last = all.map(([name, , tokens, cost]) => step(name, tokens, cost));
        const expected = {
          tokens: all.reduce((sum, [, , tokens]) => sum + tokens, 0),
          costUsd: all.reduce((sum, [, , , cost]) => sum + cost, 0),
        };
        expect(spending([...first, ...last]).spent).toEqual(expected);
        expect(spending([...first, ...last.toReversed()]).spent).toEqual(expected);
      }),
    );
  });
});
