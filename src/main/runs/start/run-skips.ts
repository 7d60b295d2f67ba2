import type { TaskGraph } from '#shared/core/graph/task-graph.ts';
import { neededToo, wouldBeSkipped } from '#shared/core/runs/would-skip.ts';
import type { RunInclude, WouldSkip } from '#shared/core/runs/would-skip.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Task } from '#shared/model/task.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** What a run would skip from the start, and what would have to run too. */
export interface RunSkips {
  readonly skips: readonly WouldSkip[];
  /** Null where nothing is skipped, or where to run more would not help. */
  readonly include: RunInclude | null;
}

/** Reasons that a failure names; more are counted. */
const namedReasons = 3;

/** What a run of `tasks`, which `graph` has put in order, would skip. */
export function runSkips(
  { store }: Pick<HostParts, 'store'>,
  graph: TaskGraph | null,
  tasks: readonly Task[],
  tddEnabled: boolean,
): RunSkips {
  if (graph === null) return { skips: [], include: null };
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const chosen = graph.order.flatMap((id) => byId.get(id) ?? []);
  const thought = {
    tasks: chosen,
    tddEnabled,
    taskOf: (id: string): Task | null => byId.get(id) ?? store.get('tasks', id),
  };
  const skips = wouldBeSkipped(thought);
  return { skips, include: skips.length === 0 ? null : neededToo(thought) };
}

/** Why a run of `tasks` would do nothing at all; null when it would start something. */
export function nothingToStart(
  { skips, include }: RunSkips,
  tasks: readonly Pick<Task, 'id'>[],
): Failure | null {
  const skipped = new Set(skips.map(({ taskId }) => taskId));
  if (tasks.length === 0 || tasks.some(({ id }) => !skipped.has(id))) return null;
  const own = skips.filter(({ taskId }) => tasks.some(({ id }) => id === taskId));
  const more = own.length - namedReasons;
  const reasons = own.slice(0, namedReasons).map(({ reason }) => reason);
  return failure(
    'nothing-can-start',
    [...reasons, ...(more > 0 ? [`So would ${more} more.`] : [])].join(' '),
    actionFor(include),
  );
}

function actionFor(include: RunInclude | null): string {
  if (include === null) return 'Take the dependency away, or wait until it is closed.';
  const reopen = include.reopen.map((id) => `\`switchyard reopen ${id}\``);
  const run = `run ${include.taskIds.join(', ')} together`;
  if (reopen.length === 0) return `${run[0]?.toUpperCase()}${run.slice(1)}.`;
  return `Reopen what is blocked (${reopen.join(', ')}), then ${run}.`;
}
