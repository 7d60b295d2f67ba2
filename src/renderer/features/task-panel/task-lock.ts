import type { Task } from '#shared/model/task.ts';

/** Why the text of a task cannot be changed here now. */
export type TaskLock = 'agent' | 'landing' | 'file' | 'closed';

/**
 * A file is the truth about its task; an agent works on the text as it was, and its work is checked by it;
 * a closed task says what was done.
 * Null where it can be changed.
 */
export function lockOf({ status, source }: Pick<Task, 'status' | 'source'>): TaskLock | null {
  if (source !== null) return 'file';
  if (status === 'closed') return 'closed';
  if (status === 'in_review') return 'landing';
  return status === 'in_progress' ? 'agent' : null;
}
