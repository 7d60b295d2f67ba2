import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeEpic, makeTask } from '#shared/core/testing/records.ts';
import { epicMachine } from '#shared/core/records/epic-machine.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import { epicStatusSchema } from '#shared/model/epic.ts';
import { taskStatusSchema } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { epicRecords, taskRecords } from './removal.ts';
import type { RemovalCommand } from './removal.ts';

const at = '2026-01-01T00:00:00.000Z';

/** The task after a command that is not refused. */
function after(state: Task | null, command: RemovalCommand<Task>): Task | null {
  const decided = taskRecords.decide(state, command);
  if (!decided.ok) throw new Error(decided.error.message);
  return decided.value.reduce<Task | null>(
    (known, event) => taskRecords.evolve(known, event),
    state,
  );
}

const anyTask = fc
  .record({
    status: fc.constantFrom(...taskStatusSchema.options),
    title: fc.string({ minLength: 1 }),
    labels: fc.array(fc.string()),
    dispatches: fc.nat(5),
    life: fc.integer({ min: 1, max: 4 }),
    finalSummary: fc.string(),
  })
  .map(makeTask);
const isUnderWay = ({ status }: Task): boolean =>
  status === 'in_progress' || status === 'in_review';

describe('deleting a document', () => {
  it('ends a task that nobody works on, and brings it back exactly as it was', () => {
    const task = makeTask({ status: 'closed', finalSummary: 'Done.' });
    expect(taskRecords.decide(task, { kind: 'delete', at })).toEqual({
      ok: true,
      value: [{ kind: 'deleted', at }],
    });
    expect(taskRecords.evolve(task, { kind: 'deleted', at })).toBeNull();
    expect(taskRecords.evolve(null, { kind: 'restored', document: task, at })).toBe(task);
  });

  it.each([
    ['in_progress', 'An agent works on e.1: it cannot be deleted now.'],
    ['in_review', 'The work of e.1 is being checked and merged: it cannot be deleted now.'],
  ] as const)('is refused while a task is %s, with what to do', (status, message) => {
    expect(taskRecords.decide(makeTask({ status }), { kind: 'delete', at })).toEqual({
      ok: false,
      error: {
        code: 'illegal-task-status',
        message,
        action: 'Stop the task first: its work is kept.',
      },
    });
  });

  it('is refused of no epic, whatever its status', () => {
    for (const status of epicStatusSchema.options) {
      const decided = epicRecords.decide(makeEpic({ status }), { kind: 'delete', at });
      expect(decided).toEqual({ ok: true, value: [{ kind: 'deleted', at }] });
    }
  });

  it('may be asked for twice; bringing back what is there is refused', () => {
    expect(epicRecords.decide(null, { kind: 'delete', at })).toEqual({ ok: true, value: [] });
    const document = makeTask();
    expect(taskRecords.decide(document, { kind: 'restore', document, at })).toMatchObject({
      error: { code: 'duplicate-id' },
    });
  });

  it('and bringing back undo each other, for every task that may be deleted', () => {
    fc.assert(
      fc.property(anyTask, (task) => {
        fc.pre(!isUnderWay(task));
        const gone = after(task, { kind: 'delete', at });
        expect(gone).toBeNull();
        const back = after(gone, { kind: 'restore', document: task, at });
        expect(back).toEqual(task);
        expect(after(back, { kind: 'delete', at })).toBeNull();
      }),
    );
  });

  it('comes to the same when it is asked for again, and never changes a task that it refuses', () => {
    fc.assert(
      fc.property(anyTask, fc.integer({ min: 1, max: 4 }), (task, times) => {
        const before = structuredClone(task);
        let state: Task | null = task;
        for (let time = 0; time < times; time += 1) {
          const decided = taskRecords.decide(state, { kind: 'delete', at });
          expect(decided.ok).toBe(!isUnderWay(task));
          if (decided.ok) state = after(state, { kind: 'delete', at });
        }
        expect(state).toEqual(isUnderWay(task) ? before : null);
        expect(task).toEqual(before);
      }),
    );
  });
});

describe('all other commands and events', () => {
  it('are those of the machine itself', () => {
    const task = makeTask();
    const start = { kind: 'start', attemptId: 'a', at } as const;
    const decided = taskMachine.decide(task, start);
    expect(taskRecords.decide(task, start)).toEqual(decided);
    if (!decided.ok) throw new Error(decided.error.message);
    const [event] = decided.value;
    if (event === undefined) throw new Error('Starting a task is an event.');
    expect(taskRecords.evolve(task, event)).toEqual(taskMachine.evolve(task, event));

    const edit = { kind: 'edit', changes: { title: 'Another' } } as const;
    expect(epicRecords.decide(makeEpic(), edit)).toEqual(epicMachine.decide(makeEpic(), edit));
  });

  it('find no task that was deleted', () => {
    const gone = after(makeTask(), { kind: 'delete', at });
    expect(taskRecords.decide(gone, { kind: 'start', attemptId: 'a', at })).toMatchObject({
      ok: false,
      error: { code: 'unknown-task' },
    });
  });
});
