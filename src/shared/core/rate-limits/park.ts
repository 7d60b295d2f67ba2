import { longestPark } from './rate-limit.ts';
import type { AccountLimit } from './account-limit.ts';

const minute = 60_000;
const shortest = 5 * minute;
const longestUnnamed = 60 * minute;
/** A named time that proved wrong so often is believed no longer by itself. */
const trustedRefusals = 3;

/**
 * Until when an account is left alone after a refusal (epoch ms). Without a named time the wait is five
 * minutes and doubles up to an hour with each refusal in a row. A named time is taken as it is, the fourth
 * in a row only together with such a wait. Nothing waits for longer than a subscription's window.
 */
export function parkUntil(namedMs: number | null, refusals: number, now: number): number {
  const grown =
    namedMs === null
      ? growing(refusals)
      : refusals > trustedRefusals
        ? growing(refusals - trustedRefusals)
        : 0;
  const until = Math.max(namedMs ?? 0, now + grown);
  return Math.min(until, now + longestPark);
}

function growing(refusals: number): number {
  return Math.min(longestUnnamed, shortest * 2 ** Math.min(Math.max(0, refusals - 1), 30));
}

/** Which refusal in a row it is when an attempt that was created then (epoch ms) is refused. */
export function refusalsWith(limit: AccountLimit | null, createdMs: number): number {
  if (limit === null) return 1;
  return createdMs < limit.untilMs ? limit.refusals : limit.refusals + 1;
}

/** Why it is tried no more: the account was refused for longer than any window; null when it was not. */
export function reasonToGiveUp(
  agent: string,
  limit: AccountLimit | null,
  now: number,
): string | null {
  if (limit === null || now - limit.sinceMs <= longestPark) return null;
  const days = Math.floor((now - limit.sinceMs) / (24 * 60 * minute));
  return `${agent} has been refused by its provider for ${days} days, longer than any limit lasts.`;
}
