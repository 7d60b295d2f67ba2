import type { Attempt } from '#shared/model/attempt.ts';

/**
 * How many rounds of a task count against `max_cycles`: those that a provider refused or that were cut
 * off do not, for the task did nothing wrong in them (SPEC section 3, guarantee).
 */
export function countCycles(attempts: readonly Pick<Attempt, 'outcome'>[]): number {
  return attempts.filter(({ outcome }) => outcome !== 'rate_limited' && outcome !== 'interrupted')
    .length;
}
