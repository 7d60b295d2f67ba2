import type { Attempt } from '#shared/model/attempt.ts';
import type { Store } from './store.ts';

/** Why a person stopped the attempt, as the store says right now; null when nobody did. */
export function stopRequest(
  { store }: { readonly store: Store },
  { id }: Pick<Attempt, 'id'>,
): string | null {
  return store.get('attempts', id)?.stopReason ?? null;
}

/** What ended an attempt before it was done: a person's request for its task, or the run's own end. */
export function stopProblem(
  parts: { readonly store: Store },
  attempt: Pick<Attempt, 'id'>,
  when: string,
): string {
  const reason = stopRequest(parts, attempt);
  return reason === null ? `The run was stopped${when}.` : `The task was stopped${when}: ${reason}`;
}
