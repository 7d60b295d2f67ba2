import { planBatches, startedBatches } from '#shared/core/runs/planned-batches.ts';
import { prerequisitesOf } from '#shared/core/runs/readiness.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Run, RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** What tasks are grouped by. */
export interface BatchPlan extends Pick<
  RunSettings,
  'tddEnabled' | 'maxParallelTasks' | 'schedule'
> {
  /** The run that has not ended: it is about its tasks; without one, about all that are not closed. */
  readonly run: Pick<Run, 'id' | 'taskIds' | 'batch'> | null;
  readonly attempts: Iterable<Pick<AttemptView, 'runId' | 'taskId' | 'createdAt' | 'endedAt'>>;
}

/** Task ids of each batch or layer, and what it is called. */
export interface PlannedGroups {
  readonly word: 'Batch' | 'Layer';
  readonly groups: readonly (readonly string[])[];
}

/**
 * With the schedule `batch`, the batches: those that the run has started, and those that the planner will
 * start after them. With `continuous` nothing is started in batches; the layers of dependencies are shown,
 * whose tasks do not wait for each other. None when the dependencies have no order; preflight says why.
 */
export function plannedGroups(tasks: ReadonlyMap<string, Task>, plan: BatchPlan): PlannedGroups {
  const { run, schedule } = plan;
  const chosen =
    run === null
      ? [...tasks.values()].filter(({ status }) => status !== 'closed')
      : run.taskIds.flatMap((id) => tasks.get(id) ?? []);
  if (schedule === 'continuous') {
    return { word: 'Layer', groups: graphOf(chosen, plan)?.layers ?? [] };
  }
  // The run keeps the order that it was started with, whatever is put into another order meanwhile.
  const ordered =
    run === null
      ? (graphOf(chosen, plan)?.order ?? []).flatMap((id) => tasks.get(id) ?? [])
      : chosen;
  const started = run === null ? [] : startedBatches(run, plan.attempts);
  const begun = new Set(started.flat());
  const upcoming = planBatches(
    // What has begun counts as done: the next batch starts after its end.
    ordered.map((task) =>
      begun.has(task.id) && task.status !== 'blocked' ? { ...task, status: 'closed' } : task,
    ),
    { ...plan, isClosedOutside: (id) => tasks.get(id)?.status === 'closed' },
  );
  return { word: 'Batch', groups: [...started, ...upcoming] };
}

function graphOf(chosen: readonly Task[], { tddEnabled }: BatchPlan): TaskGraph | null {
  const nodes = chosen.map((task) => ({
    id: task.id,
    dependencies: prerequisitesOf(task, tddEnabled),
    ordinal: task.ordinal,
  }));
  const graph = buildTaskGraph(nodes, () => true);
  return graph.ok ? graph.value : null;
}
