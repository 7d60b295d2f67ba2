import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBatches, startedBatches } from './planned-batches.ts';
import { plan } from './planner.ts';
import type { PlannedTask } from './situation.ts';
import { makeRun, makeSettings, makeTask, makeWork } from '#shared/core/testing/records.ts';

const settings = { tddEnabled: false, maxParallelTasks: 2, isClosedOutside: () => true };

/** What the planner itself does when each task it starts succeeds. */
function batchesOfPlanner(given: readonly PlannedTask[], size: number): readonly string[][] {
  const batches: string[][] = [];
  let tasks = given;
  let run = makeRun({ settings: makeSettings({ schedule: 'batch', maxParallelTasks: size }) });
  for (;;) {
    const decisions = plan({
      run,
      tasks,
      isClosedOutside: () => true,
      active: new Set(),
      spent: { tokens: 0, costUsd: 0 },
      now: 0,
    });
    const [first] = decisions;
    if (first?.kind === 'start_batch') {
      const started = new Set(first.taskIds);
      batches.push([...first.taskIds]);
      tasks = tasks.map((task) => (started.has(task.id) ? { ...task, status: 'closed' } : task));
    } else if (first?.kind === 'skip') {
      const skips = decisions.flatMap((one) => (one.kind === 'skip' ? [one] : []));
      run = { ...run, skipped: [...run.skipped, ...skips] };
    } else {
      return batches;
    }
  }
}

describe('the batches that are planned', () => {
  it('are filled up with what is ready, not cut at the end of a layer', () => {
    const tasks = [
      makeTask({ id: 'a' }),
      makeTask({ id: 'b' }),
      makeTask({ id: 'c' }),
      makeTask({ id: 'd', dependencies: ['a'] }),
      makeTask({ id: 'e', dependencies: ['c'] }),
    ];
    expect(planBatches(tasks, settings)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  });

  it('are those that the planner starts, whatever the tasks', () => {
    const status = fc.constantFrom('open', 'open', 'open', 'closed', 'blocked');
    const scenario = fc
      .array(fc.tuple(status, fc.array(fc.nat(11), { maxLength: 3 })), { maxLength: 12 })
      .map((rows) =>
        rows.map(([state, needed], index): PlannedTask => ({
          ...makeTask({
            id: `t${index}`,
            status: state,
            dependencies: [...new Set(needed.filter((one) => one < index))].map((one) => `t${one}`),
            blockedReason: state === 'blocked' ? 'No.' : null,
          }),
          parkedUntil: null,
          probeOf: null,
          work: makeWork(),
        })),
      );
    fc.assert(
      fc.property(scenario, fc.integer({ min: 1, max: 4 }), (tasks, size) => {
        expect(planBatches(tasks, { ...settings, maxParallelTasks: size })).toEqual(
          batchesOfPlanner(tasks, size),
        );
      }),
    );
  });

  it('have the test task before what it tests, where that gate is on', () => {
    const tasks = [makeTask({ id: 'b' }), makeTask({ id: 'a', testTaskId: 'b' })];
    expect(planBatches(tasks, settings)).toEqual([['b', 'a']]);
    expect(planBatches(tasks, { ...settings, tddEnabled: true })).toEqual([['b'], ['a']]);
  });

  it('leave out what waits for a task that is nowhere closed', () => {
    const tasks = [makeTask({ id: 'a', dependencies: ['elsewhere'] })];
    expect(planBatches(tasks, { ...settings, isClosedOutside: () => false })).toEqual([]);
  });
});

describe('the batches that a run has started', () => {
  const attempt = (taskId: string, from: number, to: number | null, runId = 'run-1') => ({
    runId,
    taskId,
    createdAt: `2026-01-01T00:00:0${from}.000Z`,
    endedAt: to === null ? null : `2026-01-01T00:00:0${to}.000Z`,
  });

  it('are told apart by when their tasks were begun, and end with the one under way', () => {
    const attempts = [
      attempt('d', 7, null),
      attempt('a', 1, 2),
      attempt('b', 1, 3),
      attempt('b', 3, 5),
      attempt('c', 6, 7),
      attempt('x', 1, 9, 'another'),
    ];
    const run = { id: 'run-1', batch: ['d', 'e'] };
    expect(startedBatches(run, attempts)).toEqual([['a', 'b'], ['c'], ['d', 'e']]);
  });

  it('are none before anything has started', () => {
    expect(startedBatches({ id: 'run-1', batch: [] }, [])).toEqual([]);
  });
});
