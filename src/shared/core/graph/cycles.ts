import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';

/**
 * How many rounds of a task since a person opened it last count against `max_cycles`: those that a provider refused or that were cut
 * off do not, for the task did nothing wrong in them (SPEC section 3, guarantee).
 */
export function countCycles(
  task: Pick<Task, 'startedAt'>,
  attempts: readonly Pick<Attempt, 'outcome' | 'createdAt'>[],
): number {
  const { startedAt } = task;
  if (startedAt === null) return 0;
  return attempts.filter(
    ({ outcome, createdAt }) =>
      createdAt >= startedAt && outcome !== 'rate_limited' && outcome !== 'interrupted',
  ).length;
}
