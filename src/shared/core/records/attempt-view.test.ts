import { expect, it } from 'vitest';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { makeAttempt } from '#shared/core/testing/records.ts';
import { attemptView, attemptViews } from './attempt-view.ts';

const delivered = makeAttempt({ phase: 'ended', outcome: 'delivered' });

it.each([
  ['checking', 'verifying'],
  ['waiting', 'waiting'],
  ['landing', 'merging'],
  ['ended', 'ended'],
] as const)('of delivered work whose landing is %s is %s', (phase, stage) => {
  expect(attemptView(delivered, makeLanding({ phase })).phase).toBe(stage);
});

it('of an attempt under way, or without a landing, is where the attempt is', () => {
  for (const phase of ['preparing', 'running', 'recording', 'ended'] as const) {
    expect(attemptView(makeAttempt({ phase }), null).phase).toBe(phase);
  }
});

it('has the landing of each attempt, and what came of it', () => {
  const landing = makeLanding({ phase: 'ended', outcome: 'landed' });
  const views = attemptViews([delivered, makeAttempt({ id: 'other' })], [landing]);
  expect(views.map((one) => [one.id, one.outcome, one.landing])).toEqual([
    ['attempt-1', 'merged', landing],
    ['other', null, null],
  ]);
});
