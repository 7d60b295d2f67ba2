import { describe, expect, test } from 'vitest';
import { accountGate, accountLimit, delayOf, probeMs } from './account-limit.ts';
import type { AccountAttempt } from './account-limit.ts';

/** Times in ms since the epoch. */
function attempt(
  outcome: AccountAttempt['outcome'],
  created: number,
  ended: number | null,
  until: number | null = null,
): AccountAttempt {
  const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  return {
    outcome,
    createdAt: new Date(created).toISOString(),
    endedAt: iso(ended),
    rateLimitedUntil: iso(until),
  };
}

const refused = attempt('rate_limited', 0, 10, 100);

describe('the limit of an account', () => {
  test('begins with the exit of the refused attempt, before its work is recorded', () => {
    const exited = { ...refused, outcome: null };
    expect(accountLimit([exited])).toEqual({
      untilMs: 100,
      refusals: 1,
      sinceMs: 10,
      probedSinceMs: null,
    });
  });

  test('is one for all that were on their way, and lasts as long as the last of them says', () => {
    const others = [attempt('rate_limited', 5, 20, 120), attempt('merged', 1, 50)];
    expect(accountLimit([refused, ...others])).toMatchObject({ untilMs: 120, refusals: 1 });
  });

  test('counts the refusals after it was left alone', () => {
    const again = attempt('rate_limited', 100, 110, 300);
    expect(accountLimit([refused, again])).toMatchObject({
      untilMs: 300,
      refusals: 2,
      sinceMs: 10,
    });
  });

  test.each(['merged', 'failed', 'blocked', 'rejected', 'conflict'] as const)(
    'ends when a later attempt is not refused (%s), and begins anew then',
    (outcome) => {
      const later = attempt(outcome, 100, 150);
      expect(accountLimit([refused, later])).toBeNull();
      const next = attempt('rate_limited', 151, 160, 200);
      expect(accountLimit([refused, later, next])).toMatchObject({ refusals: 1, sinceMs: 160 });
    },
  );

  test('is not ended by an attempt that was cut off', () => {
    expect(accountLimit([refused, attempt('interrupted', 100, 110)])?.untilMs).toBe(100);
  });
});

describe('the gate of an account', () => {
  const gate = (attempts: readonly AccountAttempt[], now: number) =>
    accountGate(accountLimit(attempts), now);

  test('is closed until the time, then lets one through, then all', () => {
    expect(gate([], 0)).toEqual({ kind: 'open' });
    expect(gate([refused], 99)).toEqual({ kind: 'closed', untilMs: 100 });
    expect(gate([refused], 100)).toEqual({ kind: 'probe' });
    const probe = attempt(null, 100, null);
    expect(gate([refused, probe], 101)).toEqual({ kind: 'closed', untilMs: 100 + probeMs });
    expect(gate([refused, probe], 100 + probeMs)).toEqual({ kind: 'open' });
    expect(gate([refused, attempt('merged', 100, 105)], 106)).toEqual({ kind: 'open' });
  });

  test('is told to the planner of each task', () => {
    const limit = accountLimit([refused]);
    expect(delayOf('claude', limit, 50)).toEqual({ parkedUntil: 100, probeOf: null });
    expect(delayOf('claude', limit, 100)).toEqual({ parkedUntil: null, probeOf: 'claude' });
    expect(delayOf('claude', null, 100)).toEqual({ parkedUntil: null, probeOf: null });
  });
});
