import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';

/** What is known of an attempt of the account. */
export type AccountAttempt = Pick<
  Attempt,
  'outcome' | 'rateLimitedUntil' | 'createdAt' | 'endedAt'
>;

/** That the provider of an account refuses work, since its last refusal that no success followed. */
export interface AccountLimit {
  /** Epoch ms until which no attempt of the account is dispatched. */
  readonly untilMs: number;
  /** How many times in a row it refused, each time after it had been left alone for as long as it was to be. */
  readonly refusals: number;
  /** Epoch ms of the first of them. */
  readonly sinceMs: number;
  /** Epoch ms at which the attempt was started that tries whether it is over; null when none does now. */
  readonly probedSinceMs: number | null;
}

/** An attempt that has not been refused for so long has got through. */
export const probeMs = 60_000;

/**
 * The limit of an account by its attempts in a run, which are in the records: so it lasts over a
 * restart. Attempts that were on their way when it began say nothing new about it, however they end; one that
 * was started after it, and was not refused, ends it.
 */
export function accountLimit(attempts: readonly AccountAttempt[]): AccountLimit | null {
  let limit: AccountLimit | null = null;
  const ended = attempts.filter(({ endedAt }) => endedAt !== null);
  ended.sort((left, right) => Date.parse(left.endedAt ?? '') - Date.parse(right.endedAt ?? ''));
  for (const attempt of ended) limit = afterEnd(limit, attempt);
  if (limit === null) return null;
  const { untilMs } = limit;
  for (const { outcome, createdAt } of attempts) {
    const createdMs = Date.parse(createdAt);
    if (outcome === null && createdMs >= untilMs) return { ...limit, probedSinceMs: createdMs };
  }
  return limit;
}

function afterEnd(limit: AccountLimit | null, attempt: AccountAttempt): AccountLimit | null {
  const endedMs = Date.parse(attempt.endedAt ?? '');
  const wasOnItsWay = limit !== null && Date.parse(attempt.createdAt) < limit.untilMs;
  // Its work is recorded before it has an outcome; until then its exit says so.
  if (attempt.rateLimitedUntil !== null && isRefused(attempt.outcome)) {
    const untilMs = Date.parse(attempt.rateLimitedUntil);
    if (limit === null) return { untilMs, refusals: 1, sinceMs: endedMs, probedSinceMs: null };
    if (wasOnItsWay) return { ...limit, untilMs: Math.max(limit.untilMs, untilMs) };
    return { ...limit, untilMs, refusals: limit.refusals + 1 };
  }
  switch (attempt.outcome) {
    case 'rate_limited':
    case 'interrupted':
    case null:
      return limit;
    case 'delivered':
    case 'merged':
    case 'failed':
    case 'blocked':
    case 'rejected':
    case 'conflict':
      return wasOnItsWay ? limit : null;
    default:
      return assertNever(attempt.outcome, 'attempt outcome');
  }
}

function isRefused(outcome: AccountAttempt['outcome']): boolean {
  return outcome === 'rate_limited' || outcome === null;
}

/** What may be dispatched to an account now. */
export type AccountGate =
  | { readonly kind: 'open' }
  /** Nothing until then (epoch ms): its provider refuses work, or one attempt tries whether it still does. */
  | { readonly kind: 'closed'; readonly untilMs: number }
  /** One attempt, which tries whether the limit is over. */
  | { readonly kind: 'probe' };

export function accountGate(limit: AccountLimit | null, now: number): AccountGate {
  if (limit === null) return { kind: 'open' };
  if (limit.untilMs > now) return { kind: 'closed', untilMs: limit.untilMs };
  if (limit.probedSinceMs === null) return { kind: 'probe' };
  const throughMs = limit.probedSinceMs + probeMs;
  return throughMs > now ? { kind: 'closed', untilMs: throughMs } : { kind: 'open' };
}

/** How the planner sees a task whose agent has this account. */
export function delayOf(
  account: string,
  limit: AccountLimit | null,
  now: number,
): { readonly parkedUntil: number | null; readonly probeOf: string | null } {
  const gate = accountGate(limit, now);
  switch (gate.kind) {
    case 'open':
      return { parkedUntil: null, probeOf: null };
    case 'closed':
      return { parkedUntil: gate.untilMs, probeOf: null };
    case 'probe':
      return { parkedUntil: null, probeOf: account };
    default:
      return assertNever(gate, 'account gate');
  }
}
