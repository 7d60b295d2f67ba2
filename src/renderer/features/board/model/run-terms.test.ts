import { describe, expect, it } from 'vitest';
import type { Preflight } from '#shared/contract/runs.ts';
import { canStart, countOf, isSameRun } from './run-terms.ts';

const report: Preflight = {
  problems: [],
  warnings: [],
  taskIds: ['e.1', 'e.2'],
  skips: [],
  include: null,
  batches: [['e.1', 'e.2']],
  layers: [['e.1', 'e.2']],
  criticalPath: ['e.1'],
  estimate: { minutes: null, tokens: null, costUsd: null, source: 'history', sampleSize: 0 },
  agents: [{ type: 'script', version: null, taskIds: ['e.1', 'e.2'], problem: null }],
  checks: ['npm test'],
  epics: [{ id: 'e', branch: 'epic/e', baseBranch: 'main' }],
  baseline: [],
  conflicts: [],
};
const failure = { code: 'some-problem', message: 'There is a problem.', action: 'Solve it.' };
const skip = { taskId: 'e.2', waitsFor: ['e.9'], reason: 'e.2 waits for e.9.' };

describe('what the host says of a run', () => {
  it('lets it start when something of it can run and nothing stands in its way', () => {
    expect([canStart(report), canStart(null)]).toEqual([true, false]);
    expect(canStart({ ...report, problems: [failure] })).toBe(false);
    expect(countOf({ ...report, skips: [skip] })).toBe(1);
    expect(canStart({ ...report, taskIds: ['e.2'], skips: [skip] })).toBe(false);
  });

  it('is the same run in other batches and another order', () => {
    const other = { ...report, taskIds: ['e.2', 'e.1'], batches: [['e.2'], ['e.1']] };
    expect(isSameRun(report, other)).toBe(true);
  });

  it.each<Partial<Preflight>>([
    { taskIds: ['e.1', 'e.2', 'e.3'] },
    { skips: [skip] },
    { warnings: [failure] },
    { problems: [failure] },
    {
      agents: [
        { type: 'script', version: null, taskIds: ['e.1'], problem: null },
        { type: 'codex', version: '1', taskIds: ['e.2'], problem: null },
      ],
    },
    { checks: ['make test'] },
    { epics: [{ id: 'e', branch: 'epic/e', baseBranch: 'other' }] },
    { conflicts: [{ taskId: 'e.1', files: ['a.txt'] }] },
  ])('is another run with %o', (change) => {
    expect(isSameRun(report, { ...report, ...change })).toBe(false);
  });
});
