import { settleAll } from '#shared/core/records/attempt-result.ts';
import type { SettledAttempt } from '#shared/core/records/attempt-result.ts';
import { unlandedAttempts } from '#shared/core/protocol/lives.ts';
import type { Store } from './store.ts';

/** The attempts at a task whose work has not landed, oldest first, with what became of it. */
export function unlandedAttemptsOf(
  { store }: { readonly store: Store },
  taskId: string,
): readonly SettledAttempt[] {
  const attempts = store.find('attempts', 'task_id', taskId);
  return unlandedAttempts(settleAll(attempts, store.find('landings', 'task_id', taskId)));
}
