import type { Task } from '#shared/model/task.ts';

/** The part of a task that decides whether it may start. */
export type GatedTask = Pick<Task, 'id' | 'status' | 'dependencies' | 'testTaskId' | 'labels'>;

/** Whether a task with this id is closed; the answer for an unknown id is no. */
export type ClosedLookup = (taskId: string) => boolean;

/**
 * The test task that a task still waits for under TDD, or null when the gate is open: label
 * `skip_tests` passes, and so does a task that names no test task (SPEC section 2.1).
 */
export function closedGate(task: GatedTask, isClosed: ClosedLookup): string | null {
  if (task.testTaskId === null || task.labels.includes('skip_tests')) return null;
  return isClosed(task.testTaskId) ? null : task.testTaskId;
}

/** Ids that must be closed before the task may start, and are not; the gate's test task included. */
export function unmetPrerequisites(
  task: GatedTask,
  isClosed: ClosedLookup,
  tddEnabled: boolean,
): readonly string[] {
  const unmet = task.dependencies.filter((dependency) => !isClosed(dependency));
  const gate = tddEnabled ? closedGate(task, isClosed) : null;
  return gate === null || unmet.includes(gate) ? unmet : [...unmet, gate];
}

/** Whether the task may start now: open, every dependency closed, and the TDD gate open. */
export function isReady(task: GatedTask, isClosed: ClosedLookup, tddEnabled: boolean): boolean {
  return task.status === 'open' && unmetPrerequisites(task, isClosed, tddEnabled).length === 0;
}
