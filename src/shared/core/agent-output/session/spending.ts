import type { AgentEvent } from '#shared/core/agent-output/events/agent-event.ts';

/** What a session has used; null where its tool does not say. */
export interface Spent {
  readonly tokens: number | null;
  /** US dollars. */
  readonly costUsd: number | null;
}

/** Adds up what the steps of a session used; a total that the tool says counts instead, each of the two by itself. */
export class Spending {
  readonly #steps = new Map<string, Spent>();
  #total: Spent | null = null;

  take({ step, tokens, costUsd }: Extract<AgentEvent, { kind: 'usage' }>): void {
    if (step !== null) this.#steps.set(step, { tokens, costUsd });
    else if (tokens !== null || costUsd !== null) this.#total = { tokens, costUsd };
  }

  get total(): Spent | null {
    return this.#total;
  }

  get spent(): Spent {
    const steps = [...this.#steps.values()];
    return {
      tokens: this.#total?.tokens ?? addNumbers(steps.map(({ tokens }) => tokens)),
      costUsd: this.#total?.costUsd ?? addNumbers(steps.map(({ costUsd }) => costUsd)),
    };
  }
}

function addNumbers(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length === 0 ? null : numbers.reduce((total, value) => total + value, 0);
}
