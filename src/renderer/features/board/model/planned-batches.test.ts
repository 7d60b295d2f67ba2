import { describe, expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import type { Task } from '#shared/model/task.ts';
import { plannedBatches } from './planned-batches.ts';

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
const plan = { run: null, tddEnabled: false, maxParallelTasks: 2 };

describe('planned batches', () => {
  it('are the layers of what is not closed, cut to the parallel limit', () => {
    expect(plannedBatches(tasks, plan)).toEqual([['e.2', 'e.3'], ['e.5'], ['e.4']]);
  });

  it('are those of the run while there is one, also when parts of it are closed', () => {
    const run = { taskIds: ['e.1', 'e.2', 'gone'] };
    expect(plannedBatches(tasks, { ...plan, run })).toEqual([['e.1'], ['e.2']]);
  });

  it('count the test task as a prerequisite where that gate is on', () => {
    const tested = byId(
      makeTask({ id: 'e.1', testTaskId: 'e.2' }),
      makeTask({ id: 'e.2', ordinal: 1 }),
    );
    expect(plannedBatches(tested, plan)).toEqual([['e.2', 'e.1']]);
    expect(plannedBatches(tested, { ...plan, tddEnabled: true })).toEqual([['e.2'], ['e.1']]);
  });

  it('are none when tasks depend on each other in a circle', () => {
    const knot = byId(
      makeTask({ id: 'e.1', dependencies: ['e.2'] }),
      makeTask({ id: 'e.2', dependencies: ['e.1'] }),
    );
    expect(plannedBatches(knot, plan)).toEqual([]);
  });
});
