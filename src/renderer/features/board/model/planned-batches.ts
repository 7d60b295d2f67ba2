import { prerequisitesOf } from '#shared/core/readiness.ts';
import { buildTaskGraph } from '#shared/core/task-graph.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** What a run of the tasks would be cut by. */
export interface BatchPlan {
  /** The run that has not ended: its own tasks are cut into batches; else all open ones. */
  readonly run: Pick<Run, 'taskIds'> | null;
  readonly tddEnabled: boolean;
  readonly maxParallelTasks: number;
}

/**
 * Task ids of each batch: dependency layers cut to the parallel limit, as preflight plans them. None
 * when the dependencies have no order; preflight tells why.
 */
export function plannedBatches(
  tasks: ReadonlyMap<string, Task>,
  { run, tddEnabled, maxParallelTasks }: BatchPlan,
): readonly (readonly string[])[] {
  const chosen =
    run === null
      ? [...tasks.values()].filter(({ status }) => status !== 'closed')
      : run.taskIds.flatMap((id) => tasks.get(id) ?? []);
  const nodes = chosen.map((task) => ({
    id: task.id,
    dependencies: prerequisitesOf(task, tddEnabled),
    ordinal: task.ordinal,
  }));
  const graph = buildTaskGraph(nodes, () => true);
  if (!graph.ok) return [];
  return graph.value.layers.flatMap((layer) => {
    const batches: string[][] = [];
    for (let start = 0; start < layer.length; start += maxParallelTasks) {
      batches.push(layer.slice(start, start + maxParallelTasks));
    }
    return batches;
  });
}
