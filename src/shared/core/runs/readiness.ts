import type { Task } from '#shared/model/task.ts';

/** The part of a task that decides whether it may start. */
export type GatedTask = Pick<Task, 'id' | 'status' | 'dependencies' | 'testTaskId' | 'labels'>;

/** Whether a task with this id is closed; the answer for an unknown id is no. */
export type ClosedLookup = (taskId: string) => boolean;

/**
 * Every id that must be closed before the task may start: its dependencies and, under TDD, its test
 * task, unless the label `skip_tests` opens that gate (SPEC section 2.1).
 */
export function prerequisitesOf(
  task: Pick<GatedTask, 'dependencies' | 'testTaskId' | 'labels'>,
  tddEnabled: boolean,
): readonly string[] {
  const { dependencies, testTaskId, labels } = task;
  const isOpen = !tddEnabled || testTaskId === null || labels.includes('skip_tests');
  return isOpen || dependencies.includes(testTaskId) ? dependencies : [...dependencies, testTaskId];
}

/** Ids that must be closed before the task may start, and are not; the gate's test task included. */
export function unmetPrerequisites(
  task: GatedTask,
  isClosed: ClosedLookup,
  tddEnabled: boolean,
): readonly string[] {
  return prerequisitesOf(task, tddEnabled).filter((id) => !isClosed(id));
}

/** Whether the task may start now: open, every dependency closed, and the TDD gate open. */
export function isReady(task: GatedTask, isClosed: ClosedLookup, tddEnabled: boolean): boolean {
  return task.status === 'open' && unmetPrerequisites(task, isClosed, tddEnabled).length === 0;
}
