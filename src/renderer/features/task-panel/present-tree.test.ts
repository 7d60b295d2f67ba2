import { expect, it } from 'vitest';
import { makeIntent, makeLanding, makeView } from '#shared/core/testing/landings.ts';
import { makeEvidence } from '#shared/core/testing/evidence.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { presentTreeOf } from './present-tree.ts';

const failedOn = (attemptId: string, tree: string): Evidence =>
  makeEvidence({ id: `of-${attemptId}`, attemptId, tree, verdict: 'failed', exitCode: 1 });

it('is what the checks of the last attempt failed on, with the changes of the epic in it', () => {
  const last = makeView({ id: 'a2', phase: 'ended', tree: 'agent', mergeIntent: null });
  expect(presentTreeOf(last, [failedOn('a1', 'old'), failedOn('a2', 'combined')])).toBe('combined');
});

it('is what the agent left while nothing of it is checked', () => {
  const last = makeView({ id: 'a2', phase: 'verifying', tree: 'agent', mergeIntent: null });
  expect(presentTreeOf(last, [failedOn('a1', 'old'), failedOn('a2', 'overtaken')])).toBe('agent');
  expect(presentTreeOf(undefined, [])).toBeNull();
});

it('is what is about to land, or waits to', () => {
  const intent = makeIntent();
  const landing = makeLanding({ phase: 'landing', intent });
  expect(presentTreeOf(makeView({ tree: 'agent', landing }), [])).toBe('tree-1');
  const since = '2026-01-01T10:00:00.000Z';
  const waitsFor = { gate: 'checkout' as const, reason: 'Not clean.', since, parts: intent.parts };
  const waiting = makeLanding({ phase: 'waiting', waitsFor });
  expect(presentTreeOf(makeView({ tree: 'agent', landing: waiting }), [])).toBe('tree-1');
});
