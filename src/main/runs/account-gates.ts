import { delayOf } from '#shared/core/rate-limits/account-limit.ts';
import type { AccountLimit } from '#shared/core/rate-limits/account-limit.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { limitOfAccount } from './account-limits.ts';
import type { HostParts } from './host-parts.ts';

type Delay = ReturnType<typeof delayOf>;

interface Account {
  /** Attempts of it that its provider refused: without any there is no limit. */
  refused: number;
  limit: AccountLimit | null;
  /** Whether attempts have changed since the limit was worked out. */
  isStale: boolean;
  delay: Delay;
  readonly taskIds: Set<string>;
}

/** What the providers of a run's accounts let through, worked out again only where something changed. */
export class AccountGates {
  readonly #agents: HostParts['agents'];
  readonly #attempts: () => Iterable<Attempt>;
  readonly #accounts = new Map<string, Account>();
  readonly #accountOf = new Map<string, string>();

  constructor(agents: HostParts['agents'], attempts: () => Iterable<Attempt>) {
    this.#agents = agents;
    this.#attempts = attempts;
  }

  /** Notes that an attempt was made or went on. */
  attemptChanged(before: Attempt | null, after: Attempt | null): void {
    const agent = (after ?? before)?.agent;
    if (agent === undefined) return;
    const account = this.#account(this.#agents.accountOf(agent));
    account.refused += Number(isRefused(after)) - Number(isRefused(before));
    account.isStale = account.refused > 0 || account.limit !== null;
  }

  /** The accounts that let through something else by now than when it was last asked. */
  changed(now: number): readonly string[] {
    const changed: string[] = [];
    for (const [name, account] of this.#accounts) {
      const { delay: before } = account;
      this.#update(name, account, now);
      const isSame =
        before.parkedUntil === account.delay.parkedUntil &&
        before.probeOf === account.delay.probeOf;
      if (!isSame) changed.push(name);
    }
    return changed;
  }

  /** The tasks that were asked for with this account last. */
  tasksOf(account: string): ReadonlySet<string> {
    return this.#account(account).taskIds;
  }

  /** How the account of a task's agent delays it, as of the last {@link changed}. */
  delayOf(taskId: string, name: string): Delay {
    const former = this.#accountOf.get(taskId);
    const account = this.#account(name);
    if (former !== name) {
      if (former !== undefined) this.#account(former).taskIds.delete(taskId);
      this.#accountOf.set(taskId, name);
      account.taskIds.add(taskId);
    }
    return account.delay;
  }

  #update(name: string, account: Account, now: number): void {
    if (account.isStale) {
      const attempts = [...this.#attempts()];
      account.limit = limitOfAccount({ agents: this.#agents }, attempts, name);
      account.isStale = false;
    }
    account.delay = delayOf(name, account.limit, now);
  }

  #account(name: string): Account {
    const known = this.#accounts.get(name);
    if (known !== undefined) return known;
    const delay = { parkedUntil: null, probeOf: null };
    const account = { refused: 0, limit: null, isStale: false, delay, taskIds: new Set<string>() };
    this.#accounts.set(name, account);
    return account;
  }
}

function isRefused(attempt: Attempt | null): boolean {
  return attempt !== null && attempt.rateLimitedUntil !== null;
}
