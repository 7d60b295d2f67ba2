import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import type { Task } from '#shared/model/task.ts';
import { plannedGroups } from './planned-batches.ts';
import type { BatchPlan } from './planned-batches.ts';

function byId(...tasks: readonly Task[]): ReadonlyMap<string, Task> {
  return new Map(tasks.map((task) => [task.id, task]));
}

const tasks = byId(
  makeTask({ id: 'e.1', status: 'closed' }),
  makeTask({ id: 'e.2', dependencies: ['e.1'] }),
  makeTask({ id: 'e.3' }),
  makeTask({ id: 'e.4', dependencies: ['e.3'] }),
  makeTask({ id: 'e.5' }),
);
const plan: BatchPlan = {
  run: null,
  attempts: [],
  tddEnabled: false,
  maxParallelTasks: 2,
  schedule: 'batch',
};
const knot = byId(
  makeTask({ id: 'e.1', dependencies: ['e.2'] }),
  makeTask({ id: 'e.2', dependencies: ['e.1'] }),
);

describe('with the schedule batch, the groups', () => {
  it('are the batches of what is not closed, filled up with what is ready', () => {
    expect(plannedGroups(tasks, plan)).toEqual({
      word: 'Batch',
      groups: [
        ['e.2', 'e.3'],
        ['e.5', 'e.4'],
      ],
    });
  });

  it('are those that the run has started, in its own order, and those it will start', () => {
    const run = { id: 'run-1', taskIds: ['e.5', 'e.3', 'e.2', 'e.4'], batch: ['e.3'] };
    const attempts = [
      makeView({
        taskId: 'e.5',
        createdAt: '2026-01-01T00:00:01.000Z',
        endedAt: '2026-01-01T00:00:02.000Z',
      }),
    ];
    const reordered = byId(
      ...[...tasks.values()].map((task) =>
        task.id === 'e.4' ? { ...task, ordinal: 1 } : { ...task, ordinal: 9 },
      ),
    );
    expect(plannedGroups(reordered, { ...plan, run, attempts }).groups).toEqual([
      ['e.5'],
      ['e.3'],
      ['e.2', 'e.4'],
    ]);
  });

  it('are none when tasks depend on each other in a circle', () => {
    expect(plannedGroups(knot, plan).groups).toEqual([]);
  });
});

describe('with the schedule continuous, the groups', () => {
  const continuous = { ...plan, schedule: 'continuous' } as const;

  it('are the layers of dependencies, however many run at once', () => {
    expect(plannedGroups(tasks, continuous)).toEqual({
      word: 'Layer',
      groups: [['e.2', 'e.3', 'e.5'], ['e.4']],
    });
  });

  it('are those of the run while there is one, also when parts of it are closed', () => {
    const run = { id: 'run-1', taskIds: ['e.1', 'e.2', 'gone'], batch: [] };
    expect(plannedGroups(tasks, { ...continuous, run }).groups).toEqual([['e.1'], ['e.2']]);
  });

  it('count the test task as a prerequisite where that gate is on', () => {
    const tested = byId(
      makeTask({ id: 'e.1', testTaskId: 'e.2' }),
      makeTask({ id: 'e.2', ordinal: 1 }),
    );
    expect(plannedGroups(tested, continuous).groups).toEqual([['e.2', 'e.1']]);
    const gated = plannedGroups(tested, { ...continuous, tddEnabled: true });
    expect(gated.groups).toEqual([['e.2'], ['e.1']]);
  });

  it('are none when tasks depend on each other in a circle', () => {
    expect(plannedGroups(knot, continuous).groups).toEqual([]);
  });
});
