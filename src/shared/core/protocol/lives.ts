import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { SettledAttempt } from '#shared/core/records/attempt-result.ts';

/**
 * Whether an attempt belongs to the present life of its task, which began when a person opened it last. The
 * caps count from there. Attempts that were stored before lives were counted are assigned by their time.
 */
export function isOfLife(
  { life, startedAt }: Pick<Task, 'life' | 'startedAt'>,
  attempt: Pick<Attempt, 'life' | 'createdAt'>,
): boolean {
  if (attempt.life !== null) return attempt.life === life;
  return startedAt !== null && attempt.createdAt >= startedAt;
}

/** The attempts of a task's present life, in the order of `attempts`. */
export function attemptsOfLife<One extends Pick<Attempt, 'life' | 'createdAt'>>(
  task: Pick<Task, 'life' | 'startedAt'>,
  attempts: readonly One[],
): readonly One[] {
  return attempts.filter((attempt) => isOfLife(task, attempt));
}

/**
 * The attempts, oldest first, whose work has not landed. The next one continues with their work and reads about
 * them. They may be of an earlier life: a task that was blocked and reopened keeps what was done for it.
 */
export function unlandedAttempts<One extends Pick<SettledAttempt, 'outcome'>>(
  attempts: readonly One[],
): readonly One[] {
  return attempts.slice(attempts.findLastIndex(({ outcome }) => outcome === 'merged') + 1);
}
