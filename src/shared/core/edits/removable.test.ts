import { expect, it } from 'vitest';
import { makeTask } from '#shared/core/testing/records.ts';
import { removable, taskInUse } from './removable.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';

const machine = removable(taskMachine, taskInUse);

it('takes a task out with which nothing was done yet, and no other', () => {
  const at = '2026-01-01T00:00:00.000Z';
  const task = makeTask({ id: 'e.1', createdAt: at, updatedAt: at });
  const decided = machine.decide(task, { kind: 'remove' });
  expect(decided).toEqual({ ok: true, value: [{ kind: 'removed' }] });
  expect(machine.evolve(task, { kind: 'removed' })).toBeNull();
  for (const change of [
    { dispatches: 1 },
    { life: 2 },
    { updatedAt: '2026-01-02T00:00:00.000Z' },
  ]) {
    expect(machine.decide({ ...task, ...change }, { kind: 'remove' })).toMatchObject({
      ok: false,
      error: { code: 'import-in-use' },
    });
  }
});

it('leaves everything else to the machine', () => {
  expect(machine.decide(null, { kind: 'remove' })).toEqual({ ok: true, value: [] });
  expect(machine.decide(null, { kind: 'start', attemptId: 'a', at: '' })).toMatchObject({
    error: { code: 'unknown-task' },
  });
});
