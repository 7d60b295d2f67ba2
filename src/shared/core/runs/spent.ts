import type { Attempt } from '#shared/model/attempt.ts';

/** What attempts have used. */
export interface Spent {
  readonly tokens: number;
  readonly costUsd: number;
}

/** Tokens and dollars that some attempts have reported so far. */
export function spentBy(attempts: readonly Pick<Attempt, 'usage'>[]): Spent {
  let tokens = 0;
  let costUsd = 0;
  for (const { usage } of attempts) {
    tokens += usage?.tokens ?? 0;
    costUsd += usage?.costUsd ?? 0;
  }
  return { tokens, costUsd };
}
