import { expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { agentLines, withoutGroup } from './agent-groups.ts';

const rules = { byDefault: 'claude', byType: {}, types: ['claude', 'codex'] };
const tasks = new Map(
  [
    makeTask({ id: 'e.1', labels: ['agent:calude'] }),
    makeTask({ id: 'e.2' }),
    makeTask({ id: 'e.3', labels: ['agent:codex'] }),
  ].map((task) => [task.id, task]),
);
const claude = { type: 'claude', version: '2.1.0', taskIds: ['e.1', 'e.2'], problem: null };
const codex = { type: 'codex', version: '0.1', taskIds: ['e.3'], problem: null };

it('says who works on how much, and which label leads elsewhere than it says', () => {
  expect(agentLines([claude, codex], tasks, rules)).toEqual([
    'claude 2.1.0: 2 tasks (calude → claude (default))',
    'codex 0.1: 1 task',
  ]);
  expect(agentLines([codex], tasks, rules)).toEqual(['codex 0.1']);
});

it('leaves the tasks of one agent out, if anything is left then', () => {
  expect(withoutGroup({ taskIds: ['e.1', 'e.2', 'e.3'] }, claude)).toEqual(['e.3']);
  expect(withoutGroup({ taskIds: ['e.3'] }, codex)).toBeNull();
});
