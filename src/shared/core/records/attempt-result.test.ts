import { describe, expect, it } from 'vitest';
import { landingOutcomeSchema } from '#shared/model/landing.ts';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { makeAttempt } from '#shared/core/testing/records.ts';
import { settleAll, settled } from './attempt-result.ts';

const delivered = makeAttempt({ phase: 'ended', outcome: 'delivered', problem: 'As told.' });

describe('settled', () => {
  it('leaves an attempt alone that ended by itself, also one from before there were landings', () => {
    for (const outcome of ['failed', 'interrupted', 'merged', 'conflict', null] as const) {
      const attempt = makeAttempt({ outcome, problem: 'Its own.' });
      expect(settled(attempt, null)).toEqual(attempt);
    }
  });

  it('has no result while the work is on its way', () => {
    expect(settled(delivered, makeLanding()).outcome).toBeNull();
    expect(settled(delivered, makeLanding({ phase: 'waiting' })).outcome).toBeNull();
    expect(settled(delivered, null).outcome).toBeNull();
  });

  it.each([
    ['landed', 'merged'],
    ['held', 'merged'],
    ['returned', 'failed'],
    ['blocked', 'blocked'],
    ['conflict', 'conflict'],
    ['withdrawn', 'interrupted'],
    ['interrupted', 'interrupted'],
  ] as const)('comes to what its landing came to: %s is %s', (outcome, result) => {
    const landing = makeLanding({
      phase: 'ended',
      outcome,
      problem: 'Why.',
      failureSignature: 'sign',
      conflicts: ['a.ts'],
      carryForward: 'Take care.',
      stopReason: 'Enough.',
    });
    expect(settled(delivered, landing)).toMatchObject({
      outcome: result,
      problem: 'Why.',
      failureSignature: 'sign',
      conflicts: ['a.ts'],
      carryForward: 'Take care.',
      stopReason: 'Enough.',
    });
  });

  it('knows a result for each outcome', () => {
    for (const outcome of landingOutcomeSchema.options) {
      expect(settled(delivered, makeLanding({ outcome })).outcome).not.toBeNull();
    }
  });

  it('keeps the problem and the wish to stop of the attempt where the landing has none', () => {
    const stopped = { ...delivered, stopReason: 'Stop.' };
    expect(settled(stopped, makeLanding({ outcome: 'interrupted' }))).toMatchObject({
      problem: 'As told.',
      stopReason: 'Stop.',
    });
  });
});

describe('settleAll', () => {
  it('finds the landing of each attempt, also where several land together', () => {
    const attempts = ['a1', 'a2', 'a3'].map((id) => ({ ...delivered, id }));
    const together = makeLanding({
      outcome: 'landed',
      works: [
        { taskId: 'e.1', attemptId: 'a1', undoes: null },
        { taskId: 'e.2', attemptId: 'a2', undoes: null },
      ],
    });
    const results = settleAll(attempts, [makeLanding({ works: [] }), together]);
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['a1', 'merged'],
      ['a2', 'merged'],
      ['a3', null],
    ]);
  });
});
