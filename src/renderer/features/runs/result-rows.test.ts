import { expect, it } from 'vitest';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';
import { resultRows } from './result-rows.ts';

it('says of each task of a run what became of it, how often and how long it was worked on', () => {
  const run = makeRun({
    id: 'run-1',
    taskIds: ['e.1', 'e.2', 'e.3'],
    skipped: [{ taskId: 'e.3', reason: 'e.2 is blocked.' }],
  });
  const tasks = new Map(
    [
      makeTask({ id: 'e.1', title: 'Sort', status: 'closed' }),
      makeTask({ id: 'e.2', status: 'blocked', blockedReason: 'Its check failed.' }),
      makeTask({ id: 'e.3' }),
    ].map((task) => [task.id, task]),
  );
  const usage = { tokens: 500, tokenSource: 'reported', costUsd: null } as const;
  const rows = resultRows(run, {
    tasks,
    attempts: [
      { taskId: 'e.1', runId: 'run-1' },
      { taskId: 'e.2', runId: 'run-1' },
      { taskId: 'e.2', runId: 'run-1' },
      { taskId: 'e.1', runId: 'run-0' },
    ],
    telemetry: [
      { taskId: 'e.1', runId: 'run-1', durationMs: 2_000, usage },
      { taskId: 'e.1', runId: 'run-0', durationMs: 9_000, usage },
    ],
  });
  expect(rows).toMatchObject([
    { title: 'Sort', verdict: 'Verified', attempts: 1, workedMs: 2_000, tokens: 500 },
    { verdict: 'Blocked', reason: 'Its check failed.', attempts: 2, workedMs: null },
    { verdict: 'Skipped', reason: 'e.2 is blocked.', attempts: 0, tokens: null },
  ]);
});
