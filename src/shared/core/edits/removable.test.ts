import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeEpic, makeTask } from '#shared/core/testing/records.ts';
import { epicMachine } from '#shared/core/records/epic-machine.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import type { Task } from '#shared/model/task.ts';
import { epicInUse, removable, taskInUse } from './removable.ts';

const tasks = removable(taskMachine, taskInUse);
const epics = removable(epicMachine, epicInUse);
const at = '2026-01-01T00:00:00.000Z';
const untouched = makeTask({ id: 'e.1', createdAt: at, updatedAt: at });

describe('taking out a task', () => {
  it('takes a task out with which nothing was done yet', () => {
    expect(tasks.decide(untouched, { kind: 'remove' })).toEqual({
      ok: true,
      value: [{ kind: 'removed' }],
    });
    expect(tasks.evolve(untouched, { kind: 'removed' })).toBeNull();
  });

  it.each<Partial<Task>>([
    { dispatches: 1 },
    { life: 2 },
    { updatedAt: '2026-01-02T00:00:00.000Z' },
  ])('is refused with what to do when something was done with it: %j', (change) => {
    expect(tasks.decide({ ...untouched, ...change }, { kind: 'remove' })).toEqual({
      ok: false,
      error: {
        code: 'import-in-use',
        message: 'Something was done with e.1 since it was imported.',
        action: 'Block or close what is not to be done.',
      },
    });
  });

  it('is undone by adding it again, and undoes adding it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.array(fc.string()), (title, labels) => {
        const task = { ...untouched, title, labels };
        const added = tasks.decide(null, { kind: 'add', task });
        if (!added.ok) throw new Error(added.error.message);
        const there = added.value.reduce<Task | null>((state, event) => {
          return tasks.evolve(state, event);
        }, null);
        expect(there).toEqual(task);
        const removed = tasks.decide(there, { kind: 'remove' });
        if (!removed.ok) throw new Error(removed.error.message);
        const gone = removed.value.reduce((state, event) => tasks.evolve(state, event), there);
        expect(gone).toBeNull();
        expect(tasks.decide(gone, { kind: 'add', task })).toEqual(added);
      }),
    );
  });
});

describe('taking out an epic', () => {
  it('is possible until it has a branch', () => {
    expect(epics.decide(makeEpic({ baseCommit: null }), { kind: 'remove' })).toEqual({
      ok: true,
      value: [{ kind: 'removed' }],
    });
    expect(
      epics.decide(makeEpic({ id: 'cart', baseCommit: 'c0ffee' }), { kind: 'remove' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'import-in-use', message: 'The epic cart has a branch already.' },
    });
  });
});

describe('a machine whose documents may be taken out', () => {
  it('has nothing to do for what is out already', () => {
    expect(tasks.decide(null, { kind: 'remove' })).toEqual({ ok: true, value: [] });
    expect(epics.decide(null, { kind: 'remove' })).toEqual({ ok: true, value: [] });
  });

  it('leaves everything else to the machine', () => {
    expect(tasks.decide(null, { kind: 'start', attemptId: 'a', at: '' })).toMatchObject({
      error: { code: 'unknown-task' },
    });
    const edit = { kind: 'edit', changes: { title: 'Another' } } as const;
    const epic = makeEpic();
    expect(epics.decide(epic, edit)).toEqual(epicMachine.decide(epic, edit));
  });
});
