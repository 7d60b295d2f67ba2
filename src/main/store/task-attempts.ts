import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { Store } from './store.ts';

/** Attempts of a task since its last merge, oldest first. */
export function attemptsOfThisLife(
  { store }: { readonly store: Store },
  task: Pick<Task, 'id'>,
): readonly Attempt[] {
  const attempts = store.find('attempts', 'task_id', task.id);
  const lastMerged = attempts.findLastIndex((attempt) => attempt.outcome === 'merged');
  return attempts.slice(lastMerged + 1);
}
