import { unmetPrerequisites } from './readiness.ts';
import type { GatedTask } from './readiness.ts';
import type { PlannedTask, Situation } from './situation.ts';

/**
 * The open ones of some chosen tasks, in planned order, that wait for what will not be closed: it is not
 * chosen, is blocked, or is skipped itself. Each is added to `skipped`, so that later ones see it.
 */
export function hopelessTasks<Chosen extends GatedTask>({
  tasks,
  isClosedOutside,
  tddEnabled,
  skipped,
}: {
  readonly tasks: readonly Chosen[];
  readonly isClosedOutside: (taskId: string) => boolean;
  readonly tddEnabled: boolean;
  readonly skipped: Set<string>;
}): readonly { readonly task: Chosen; readonly unmet: readonly string[] }[] {
  const chosen = new Map(tasks.map((task) => [task.id, task]));
  const isClosed = closedLookup({ isClosedOutside }, chosen);
  const found: { readonly task: Chosen; readonly unmet: readonly string[] }[] = [];
  for (const task of tasks) {
    if (task.status !== 'open' || skipped.has(task.id)) continue;
    const hopeless = unmetPrerequisites(task, isClosed, tddEnabled).filter((id) => {
      const prerequisite = chosen.get(id);
      return prerequisite === undefined || prerequisite.status === 'blocked' || skipped.has(id);
    });
    if (hopeless.length === 0) continue;
    skipped.add(task.id);
    found.push({ task, unmet: hopeless });
  }
  return found;
}

/** Whether a task is closed, by its id: a chosen one by its status. */
export function closedLookup(
  situation: Pick<Situation, 'isClosedOutside'>,
  chosen: ReadonlyMap<string, Pick<PlannedTask, 'status'>>,
): (taskId: string) => boolean {
  return (taskId) => {
    const task = chosen.get(taskId);
    return task === undefined ? situation.isClosedOutside(taskId) : task.status === 'closed';
  };
}
