import { describe, expect, it } from 'vitest';
import type { AttemptOutcome } from '#shared/model/attempt.ts';
import { estimateRun, representativeHistory } from './run-estimate.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';

function graphOf(edges: Readonly<Record<string, readonly string[]>>): TaskGraph {
  const nodes = Object.entries(edges).map(([id, dependencies]) => ({
    id,
    dependencies,
    ordinal: null,
  }));
  const built = buildTaskGraph(nodes, () => false);
  if (!built.ok) throw new Error('no graph');
  return built.value;
}

type Past = Parameters<typeof estimateRun>[2][number];

function past(
  taskId: string,
  minutes: number,
  tokens: number | null,
  costUsd: number | null,
): Past {
  return {
    taskId,
    durationMs: minutes * 60_000,
    usage: { tokens, tokenSource: tokens === null ? 'none' : 'reported', costUsd },
  };
}

const wide = graphOf({ a: [], b: [], c: [], d: [] });
const chain = graphOf({ a: [], b: ['a'], c: ['b'] });

describe('estimateRun', () => {
  it('says that there is no history, or no order, instead of guessing', () => {
    const nothing = {
      minutes: null,
      tokens: null,
      costUsd: null,
      source: 'no history',
      sampleSize: 0,
    };
    expect(estimateRun(wide, 3, [])).toEqual(nothing);
    expect(estimateRun(null, 3, [past('x', 1, 1, 1)])).toEqual(nothing);
  });

  it('shares independent work among the slots', () => {
    expect(estimateRun(wide, 2, [past('x', 10, 100, 0.5)])).toEqual({
      minutes: 20,
      tokens: 400,
      costUsd: 2,
      source: 'median of past attempts in this workspace',
      sampleSize: 1,
    });
  });

  it('takes at least as long as the critical path', () => {
    expect(estimateRun(chain, 8, [past('x', 10, null, null)]).minutes).toBe(30);
  });

  it('takes the median, so that one runaway attempt does not count', () => {
    const history = [past('x', 1, 100, 1), past('y', 2, 200, 1), past('z', 500, 90_000, 70)];
    expect(estimateRun(graphOf({ a: [] }), 1, history)).toMatchObject({
      minutes: 2,
      tokens: 200,
      costUsd: 1,
      sampleSize: 3,
    });
  });

  it('counts the attempts that a task needs', () => {
    const history = [
      past('x', 5, 100, 1),
      past('x', 5, 100, 1),
      past('y', 5, 100, 1),
      past('y', 5, 100, 1),
    ];
    expect(estimateRun(graphOf({ a: [] }), 1, history)).toMatchObject({
      minutes: 10,
      tokens: 200,
      costUsd: 2,
    });
  });

  it('leaves open what no attempt reported, and looks only at those that did', () => {
    const history = [past('x', 5, null, null), past('y', 5, 300, null)];
    expect(estimateRun(graphOf({ a: [] }), 1, history)).toMatchObject({
      tokens: 300,
      costUsd: null,
      sampleSize: 2,
    });
  });
});

describe('the history that an estimate is made of', () => {
  it('is that of attempts which came to an end of their own', () => {
    const outcomes: readonly (AttemptOutcome | null)[] = [
      'merged',
      'failed',
      'blocked',
      'rejected',
      'conflict',
      'interrupted',
      'rate_limited',
      null,
    ];
    const attempts = outcomes.map((outcome) => ({ id: String(outcome), outcome }));
    const history = [...attempts.map(({ id }) => id), 'gone'].map((attemptId) => ({ attemptId }));
    expect(representativeHistory(history, attempts).map(({ attemptId }) => attemptId)).toEqual([
      'merged',
      'failed',
      'blocked',
      'rejected',
      'conflict',
    ]);
  });
});
