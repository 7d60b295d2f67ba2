import { expect, it } from 'vitest';
import { labelsTyped, otherLabels, withAgent } from './agent-labels.ts';

const rules = { byDefault: 'claude', byType: { test: 'codex' }, types: ['claude', 'codex'] };
const labels = ['ui', 'agent:codex'];

it('keeps the agent apart from the other labels', () => {
  expect(otherLabels(labels)).toEqual(['ui']);
  expect(withAgent(labels, 'claude')).toEqual(['ui', 'agent:claude']);
  expect(withAgent(labels, null)).toEqual(['ui']);
});

it('keeps the agent while other labels are typed, and takes one that is typed among them', () => {
  expect(labelsTyped(labels, ['db'], rules)).toEqual({ ok: true, value: ['db', 'agent:codex'] });
  expect(labelsTyped(labels, ['db', 'agent:test'], rules)).toEqual({
    ok: true,
    value: ['db', 'agent:test'],
  });
});

it('refuses an agent that there is not, with those that there are', () => {
  expect(labelsTyped(labels, ['agent:calude'], rules)).toMatchObject({
    ok: false,
    error: { message: 'There is no agent named "calude".', action: 'Choose one of claude, codex.' },
  });
});
