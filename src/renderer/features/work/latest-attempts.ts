import type { AttemptView } from '#shared/core/records/attempt-view.ts';

type Attempts = ReadonlyMap<string, AttemptView>;

const known = new WeakMap<Attempts, Attempts>();

/** The attempt with the highest number of each task, by task id; made once for each snapshot. */
export function latestAttempts(attempts: Attempts): Attempts {
  const before = known.get(attempts);
  if (before !== undefined) return before;
  const latest = new Map<string, AttemptView>();
  for (const attempt of attempts.values()) {
    const other = latest.get(attempt.taskId);
    if (other === undefined || attempt.number > other.number) latest.set(attempt.taskId, attempt);
  }
  known.set(attempts, latest);
  return latest;
}
