import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptOutcome } from '#shared/model/attempt.ts';
import { afterAttempt } from './retry-policy.ts';
import type { Verdict } from './retry-policy.ts';
import { makeAttempt, makeSettings, recordTime } from '#shared/core/testing/records.ts';

const settings = makeSettings({ redispatchLimit: 3, noProgressLimit: 3, taskTokens: 1_000 });

function ended(outcome: AttemptOutcome | null, fields: Partial<Attempt> = {}): Attempt {
  return makeAttempt({ phase: 'ended', outcome, problem: 'It did not work.', ...fields });
}

function spending(tokens: number, outcome: AttemptOutcome = 'failed'): Attempt {
  return ended(outcome, { usage: { tokens, tokenSource: 'reported', costUsd: null } });
}

function verdict(
  last: Attempt,
  earlier: readonly Attempt[] = [],
  task: { dispatches?: number; startedAt?: string | null } = {},
): Verdict {
  return afterAttempt({ dispatches: 1, startedAt: recordTime, ...task }, last, earlier, settings);
}

describe('afterAttempt', () => {
  it.each([
    ['interrupted', { kind: 'again', reason: 'It did not work.', counts: false }],
    ['rate_limited', { kind: 'again', reason: 'It did not work.', counts: false }],
    ['conflict', { kind: 'again', reason: 'It did not work.', counts: false }],
    ['failed', { kind: 'again', reason: 'It did not work.', counts: true }],
    ['rejected', { kind: 'again', reason: 'It did not work.', counts: true }],
    ['blocked', { kind: 'block', reason: 'It did not work.' }],
  ] as const)('answers a first attempt that is %s', (outcome, expected) => {
    expect(verdict(ended(outcome))).toEqual(expected);
  });

  it.each(['interrupted', 'failed', 'conflict', 'rate_limited'] as const)(
    'blocks what a person stopped for their reason, also when it ended as %s',
    (outcome) => {
      const stopReason = 'The plan has changed.';
      expect(verdict(ended(outcome, { stopReason }))).toEqual({
        kind: 'block',
        reason: stopReason,
      });
    },
  );

  it('says something also when nobody said what went wrong', () => {
    expect(verdict(ended('failed', { problem: null })).reason).toBe('The attempt did not succeed.');
  });

  it.each(['merged', null] as const)(
    'is a bug to ask it after an attempt that is %s',
    (outcome) => {
      expect(() => verdict(ended(outcome))).toThrow('needs no retry');
    },
  );

  it('gives the first try and as many more as the limit says, then blocks as stuck', () => {
    const kinds = [1, 2, 3, 4].map(
      (dispatches) => verdict(ended('failed'), [], { dispatches }).kind,
    );
    expect(kinds).toEqual(['again', 'again', 'again', 'block']);
    expect(verdict(ended('rejected'), [], { dispatches: 4 })).toEqual({
      kind: 'block',
      reason: 'Stuck after 4 attempts: It did not work.',
    });
  });

  it.each(['interrupted', 'rate_limited'] as const)(
    'does not count attempts that are %s',
    (outcome) => {
      const earlier = Array.from({ length: 20 }, () => ended(outcome));
      expect(verdict(ended(outcome), earlier, { dispatches: 4 }).kind).toBe('again');
    },
  );

  describe('with the same failure on the same tree', () => {
    const same = (): Attempt => ended('failed', { failureSignature: 'tree:npm test' });

    it('blocks at the limit, before the tries are used up', () => {
      expect(verdict(same(), [same()]).kind).toBe('again');
      expect(verdict(same(), [same(), same()])).toEqual({
        kind: 'block',
        reason: 'No progress: the same failure on the same tree 3 times. It did not work.',
      });
    });

    it('counts them also when other attempts came between', () => {
      expect(verdict(same(), [same(), ended('interrupted'), same()]).kind).toBe('block');
    });

    it('does not take attempts without a signature, or another one, for the same', () => {
      const others = [ended('failed'), ended('failed', { failureSignature: 'other:npm test' })];
      expect(verdict(same(), others).kind).toBe('again');
      expect(verdict(ended('failed'), [ended('failed'), ended('failed')]).kind).toBe('again');
    });
  });

  describe('with a merge conflict', () => {
    const conflict = (): Attempt => ended('conflict', { conflicts: ['a.ts', 'b.ts'] });

    it('blocks at the second one with the files', () => {
      expect(verdict(conflict(), [conflict()])).toEqual({
        kind: 'block',
        reason: 'Merge conflict in a.ts, b.ts, also after a second try.',
      });
    });

    it('blocks also when something else went wrong between the two', () => {
      expect(verdict(conflict(), [conflict(), ended('failed')]).kind).toBe('block');
    });
  });

  describe('with a token cap', () => {
    it.each(['failed', 'rejected', 'conflict', 'interrupted', 'rate_limited'] as const)(
      'blocks a task that is %s when its attempts have used it up',
      (outcome) => {
        expect(verdict(spending(500, outcome), [spending(499)]).kind).toBe('again');
        expect(verdict(spending(500, outcome), [spending(500)])).toEqual({
          kind: 'block',
          reason: "The task's token cap is reached: 1000 of 1000. It did not work.",
        });
      },
    );

    it('takes an attempt that reports no tokens for none', () => {
      expect(verdict(ended('failed'), [spending(999)]).kind).toBe('again');
    });

    it('keeps the more telling reason of a task that is blocked anyway', () => {
      expect(verdict(spending(5_000, 'blocked')).reason).toBe('It did not work.');
    });
  });

  it('does not count what happened before the task was reopened', () => {
    const startedAt = '2026-01-01T12:00:00.000Z';
    const createdAt = '2026-01-01T12:00:01.000Z';
    const old = [
      ended('conflict'),
      ended('failed', { failureSignature: 'tree:npm test' }),
      ended('failed', { failureSignature: 'tree:npm test' }),
      spending(5_000),
    ];
    const fresh = { startedAt, dispatches: 1 };
    const again = ended('failed', { createdAt, failureSignature: 'tree:npm test' });
    expect(verdict(again, old, fresh).kind).toBe('again');
    expect(verdict(ended('conflict', { createdAt }), old, fresh).kind).toBe('again');
    const since = ended('conflict', { createdAt: startedAt });
    expect(verdict(ended('conflict', { createdAt }), [...old, since], fresh).kind).toBe('block');
  });
});
