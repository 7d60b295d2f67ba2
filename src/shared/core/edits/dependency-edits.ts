import type { Failure } from '#shared/lib/failure.ts';
import type { Task } from '#shared/model/task.ts';
import { describeGraphProblem } from '#shared/core/graph/graph-problem.ts';

/** Looks a task up by its id. */
type Lookup = (id: string) => Pick<Task, 'dependencies'> | null;

const leaveOut = 'Leave that dependency out; nothing was changed.';

/** Why a task may not name `ids`: one of them is of no task; null when all are known. */
export function unknownReference(
  taskId: string,
  ids: readonly string[],
  task: Lookup,
): Failure | null {
  const dependencyId = ids.find((id) => task(id) === null);
  if (dependencyId === undefined) return null;
  const problem = describeGraphProblem({ kind: 'unknown_dependency', taskId, dependencyId });
  return { ...problem, action: leaveOut };
}

/**
 * Why `taskId` may not depend on `ids` as well: one of them already needs it, by itself or through
 * others, which the failure names in order; null when there is no such circle. Ids of no task are
 * passed over.
 */
export function dependencyProblem(
  taskId: string,
  ids: readonly string[],
  task: Lookup,
): Failure | null {
  const cameFrom = new Map<string, string | null>();
  const queue: string[] = [];
  const visit = (id: string, from: string | null): void => {
    if (cameFrom.has(id)) return;
    cameFrom.set(id, from);
    queue.push(id);
  };
  for (const id of ids) visit(id, null);
  for (const id of queue) {
    if (id === taskId) break;
    for (const next of task(id)?.dependencies ?? []) visit(next, id);
  }
  if (!cameFrom.has(taskId)) return null;
  const back: string[] = [];
  for (let id = cameFrom.get(taskId) ?? null; id !== null; id = cameFrom.get(id) ?? null) {
    back.push(id);
  }
  const problem = describeGraphProblem({ kind: 'cycle', ids: [taskId, ...back.toReversed()] });
  return { ...problem, action: leaveOut };
}
