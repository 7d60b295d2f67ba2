import type { Attempt, Usage } from '#shared/model/attempt.ts';

/** What attempts have used. */
export interface Spent {
  readonly tokens: number;
  readonly costUsd: number;
}

/** Whole units make a sum that is the same in whatever order it is made, and that can be taken back. */
const unitsPerUsd = 1e9;

/** A sum of usages that are added and taken back one by one. */
export class SpentSum {
  #tokens = 0;
  #costUnits = 0;

  add(usage: Usage | null): void {
    this.#count(usage, 1);
  }

  takeBack(usage: Usage | null): void {
    this.#count(usage, -1);
  }

  get spent(): Spent {
    return { tokens: this.#tokens, costUsd: this.#costUnits / unitsPerUsd };
  }

  #count(usage: Usage | null, sign: 1 | -1): void {
    this.#tokens += sign * (usage?.tokens ?? 0);
    this.#costUnits += sign * Math.round((usage?.costUsd ?? 0) * unitsPerUsd);
  }
}

/** Tokens and dollars that some attempts have reported so far. */
export function spentBy(attempts: Iterable<Pick<Attempt, 'usage'>>): Spent {
  const sum = new SpentSum();
  for (const { usage } of attempts) sum.add(usage);
  return sum.spent;
}
