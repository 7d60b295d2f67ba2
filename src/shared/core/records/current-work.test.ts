import { expect, it } from 'vitest';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { makeAttempt } from '#shared/core/testing/records.ts';
import { currentWork } from './current-work.ts';

const ended = makeAttempt({ phase: 'ended', outcome: 'delivered' });
const waitsFor = {
  gate: 'checkout' as const,
  reason: 'Not clean.',
  since: '2026-01-01',
  parts: [],
};
const waiting = makeLanding({ phase: 'waiting', waitsFor });
const landed = makeLanding({ id: 'old', phase: 'ended', outcome: 'landed' });

it('is nothing for a task that nobody works on', () => {
  expect(currentWork([], [])).toBeNull();
  expect(currentWork([ended], [landed])).toBeNull();
});

it('is the attempt that has not ended, then the landing of its work', () => {
  const running = makeAttempt({ id: 'a2', phase: 'running' });
  expect(currentWork([ended, running], [landed])).toEqual({ kind: 'attempt', id: 'a2' });
  for (const phase of ['checking', 'landing'] as const) {
    const work = currentWork([ended], [landed, makeLanding({ phase })]);
    expect(work).toEqual({ kind: 'landing', id: 'landing-1' });
  }
});

it('is waiting while the landing needs somebody else, until it is stopped', () => {
  const { gate, reason } = waitsFor;
  expect(currentWork([ended], [waiting])).toEqual({
    kind: 'waiting',
    id: 'landing-1',
    gate,
    reason,
  });
  const stopped = { ...waiting, stopReason: 'Enough.' };
  expect(currentWork([ended], [stopped])).toEqual({ kind: 'landing', id: 'landing-1' });
});
