import type { Task } from '#shared/model/task.ts';

/** Why the text of a task cannot be changed here now. */
export type TaskLock = 'agent' | 'file' | 'closed';

/**
 * A file is the truth about its task; an agent works on the text as it was; a closed task says what was done.
 * Null where it can be changed.
 */
export function lockOf({ status, source }: Pick<Task, 'status' | 'source'>): TaskLock | null {
  if (source !== null) return 'file';
  if (status === 'closed') return 'closed';
  return status === 'in_progress' || status === 'in_review' ? 'agent' : null;
}
