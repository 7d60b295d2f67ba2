import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskSchema, taskStatusSchema } from '#shared/model/task.ts';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { taskMachine } from './task-machine.ts';
import type { TaskCommand } from './task-machine.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const at = '2026-02-03T04:05:06.000Z';
type Kind = Exclude<TaskCommand['kind'], 'add'>;

const commands: Readonly<Record<Kind, TaskCommand>> = {
  edit: { kind: 'edit', changes: { title: 'Another title' }, at },
  start: { kind: 'start', attemptId: 'attempt-1', at },
  note_code_change: { kind: 'note_code_change', at },
  review: { kind: 'review', at },
  put_back: { kind: 'put_back', reason: 'It failed.', counts: true, at },
  close: { kind: 'close', summary: 'Made it.', notes: '- created a.ts', at },
  close_by_hand: { kind: 'close_by_hand', reason: 'Made elsewhere.', by: 'person', at },
  block: { kind: 'block', reason: 'The plan is wrong.', at },
  reopen: { kind: 'reopen', reason: 'By hand.', at },
  undo_reopen: {
    kind: 'undo_reopen',
    before: makeTask({ status: 'closed', startedAt: at, completedAt: at, dispatches: 1 }),
    at,
  },
};

const commandNamed = new Map<string, TaskCommand>(Object.entries(commands));

/** A task as it is in each status. */
const inStatus: Readonly<Record<TaskStatus, Task>> = {
  open: makeTask(),
  in_progress: makeTask({ status: 'in_progress', startedAt: at, dispatches: 1 }),
  in_review: makeTask({ status: 'in_review', startedAt: at, dispatches: 1 }),
  blocked: makeTask({ status: 'blocked', blockedReason: 'Why.', startedAt: at, dispatches: 2 }),
  closed: makeTask({ status: 'closed', startedAt: at, completedAt: at, dispatches: 1 }),
};

/** The status a command leads to, `refused: …` with the wish that is refused, or `nothing`. */
const table: Readonly<Record<Kind, Readonly<Record<TaskStatus, string>>>> = {
  edit: {
    open: 'open',
    in_progress: 'refused: edited while an agent works on it',
    in_review: 'refused: edited while its work is checked and merged',
    blocked: 'blocked',
    closed: 'refused: edited, as it says what was done',
  },
  start: {
    open: 'in_progress',
    in_progress: 'refused: started',
    in_review: 'refused: started',
    blocked: 'refused: started',
    closed: 'refused: started',
  },
  note_code_change: {
    open: 'nothing',
    in_progress: 'in_progress',
    in_review: 'in_review',
    blocked: 'nothing',
    closed: 'nothing',
  },
  review: {
    open: 'refused: reviewed',
    in_progress: 'in_review',
    in_review: 'nothing',
    blocked: 'refused: reviewed',
    closed: 'refused: reviewed',
  },
  put_back: {
    open: 'refused: put back',
    in_progress: 'open',
    in_review: 'open',
    blocked: 'refused: put back',
    closed: 'refused: put back',
  },
  close: {
    open: 'refused: closed',
    in_progress: 'refused: closed',
    in_review: 'closed',
    blocked: 'refused: closed',
    closed: 'refused: closed',
  },
  close_by_hand: {
    open: 'closed',
    in_progress: 'refused: closed by hand',
    in_review: 'refused: closed by hand while its work is checked and merged',
    blocked: 'closed',
    closed: 'refused: closed by hand',
  },
  block: {
    open: 'blocked',
    in_progress: 'blocked',
    in_review: 'blocked',
    blocked: 'blocked',
    closed: 'refused: blocked',
  },
  reopen: {
    open: 'refused: reopened',
    in_progress: 'refused: reopened',
    in_review: 'refused: reopened',
    blocked: 'open',
    closed: 'open',
  },
  undo_reopen: {
    open: 'closed',
    in_progress: 'refused: put back to how it was before',
    in_review: 'refused: put back to how it was before',
    blocked: 'refused: put back to how it was before',
    closed: 'refused: put back to how it was before',
  },
};

function apply(task: Task, command: TaskCommand): Task {
  const decided = taskMachine.decide(task, command);
  if (!decided.ok) throw new Error(decided.error.message);
  return decided.value.reduce<Task>((state, event) => taskMachine.evolve(state, event), task);
}

function outcomeOf(task: Task, command: TaskCommand): string {
  const decided = taskMachine.decide(task, command);
  if (!decided.ok) {
    expect(decided.error.code).toBe('illegal-task-status');
    const isEdit = command.kind === 'edit';
    const later = task.status === 'closed' ? 'Reopen it' : 'has ended';
    const isClosing = command.kind === 'close_by_hand' && task.status !== 'closed';
    const closing = task.status === 'in_review' ? 'Wait until its merge' : 'Stop its agent first';
    const action = isClosing ? closing : 'switchyard show';
    expect(decided.error.action).toContain(isEdit ? later : action);
    const [, status, wish] = /^Task e\.1 is ([a-z ]+): it cannot be (.+)\.$/.exec(
      decided.error.message,
    )!;
    expect(status).toBe(task.status.replace('_', ' '));
    return `refused: ${wish}`;
  }
  return decided.value.length === 0 ? 'nothing' : apply(task, command).status;
}

const cases = Object.entries(table).flatMap(([kind, row]) =>
  Object.entries(row).map(([status, expected]) => ({ kind, status, expected })),
);

describe('taskMachine', () => {
  it.each(cases)('$kind of a task that is $status: $expected', ({ kind, status, expected }) => {
    expect(outcomeOf(inStatus[taskStatusSchema.parse(status)], commandNamed.get(kind)!)).toBe(
      expected,
    );
  });

  it('adds a task once', () => {
    const task = makeTask();
    const added = taskMachine.decide(null, { kind: 'add', task });
    expect(added).toEqual({ ok: true, value: [{ kind: 'added', task }] });
    expect(taskMachine.evolve(null, { kind: 'added', task })).toEqual(task);
    expect(taskMachine.decide(task, { kind: 'add', task })).toMatchObject({
      ok: false,
      error: { code: 'duplicate-id', message: 'Task e.1 exists already.' },
    });
  });

  it.each(Object.values(commands))('refuses $kind for a task that is not there', (command) => {
    expect(taskMachine.decide(null, command)).toMatchObject({
      ok: false,
      error: { code: 'unknown-task', message: 'There is no such task.' },
    });
  });

  it('counts a start as a dispatch and takes it back when the attempt does not count', () => {
    const started = apply(makeTask({ dispatches: 2 }), commands.start);
    expect(started).toMatchObject({ dispatches: 3, startedAt: at, blockedReason: null });
    expect(apply(started, commands.put_back).dispatches).toBe(3);
    const uncounted = { kind: 'put_back', reason: 'Rate limit.', counts: false, at } as const;
    expect(apply(started, uncounted).dispatches).toBe(2);
  });

  it('keeps the time of the first start and of the first change of code', () => {
    const first = '2026-01-02T00:00:00.000Z';
    const task = makeTask({ startedAt: first, firstCodeChangeAt: first });
    expect(apply(task, commands.start)).toMatchObject({ startedAt: first, updatedAt: at });
    const running = { ...task, status: 'in_progress' } as const;
    expect(taskMachine.decide(running, commands.note_code_change)).toEqual({ ok: true, value: [] });
    const fresh = { ...running, firstCodeChangeAt: null };
    expect(apply(fresh, commands.note_code_change).firstCodeChangeAt).toBe(at);
  });

  it('checks all criteria when it closes, and none any more when it is reopened', () => {
    const acceptanceCriteria = [
      { text: 'One', checked: true },
      { text: 'Two', checked: false },
    ];
    const closed = apply(makeTask({ status: 'in_review', acceptanceCriteria }), commands.close);
    expect(closed.acceptanceCriteria.map(({ checked }) => checked)).toEqual([true, true]);
    expect(closed).toMatchObject({
      status: 'closed',
      finalSummary: 'Made it.',
      implementationNotes: '- created a.ts',
      completedAt: at,
    });
    const reopened = apply(closed, commands.reopen);
    expect(reopened.acceptanceCriteria.map(({ checked }) => checked)).toEqual([false, false]);
  });

  it('says of a task that was closed by hand that it was, and believes none of its criteria', () => {
    const acceptanceCriteria = [{ text: 'One', checked: false }];
    const closed = apply(makeTask({ acceptanceCriteria }), commands.close_by_hand);
    expect(closed).toMatchObject({
      status: 'closed',
      acceptanceCriteria,
      closedByHand: { reason: 'Made elsewhere.', by: 'person', at },
    });
    expect(apply(closed, commands.reopen).closedByHand).toBeNull();
    expect(apply(inStatus.in_review, commands.close).closedByHand).toBeNull();
  });

  it('says of a task that came closed that nothing was checked here', () => {
    const task = makeTask({ status: 'closed', completedAt: at });
    const added = taskMachine.evolve(null, { kind: 'added', task });
    expect(added.closedByHand).toMatchObject({ by: 'import', at });
  });

  it('starts a new life at reopening: its counts and times begin again', () => {
    const blocked = makeTask({
      status: 'blocked',
      blockedReason: 'Stuck.',
      dispatches: 4,
      debugAttempts: 2,
      startedAt: at,
      firstCodeChangeAt: at,
    });
    expect(apply(blocked, commands.reopen)).toEqual(makeTask({ life: 2, updatedAt: at }));
  });

  it('is exactly as it was when its reopening is undone, and only as a task that was reopened', () => {
    for (const before of [inStatus.closed, inStatus.blocked]) {
      const undone = apply(apply(before, commands.reopen), { kind: 'undo_reopen', before, at });
      expect(undone).toEqual({ ...before, updatedAt: at });
    }
    const before = inStatus.in_review;
    expect(outcomeOf(inStatus.open, { kind: 'undo_reopen', before, at })).toMatch(/^refused/);
  });

  it('keeps its id whatever an edit says', () => {
    const edited = apply(makeTask(), { kind: 'edit', changes: { id: 'other', priority: 0 }, at });
    expect(edited).toMatchObject({ id: 'e.1', priority: 0 });
  });

  it('lets a closed task be put elsewhere among others, and follow its file', () => {
    const { closed } = inStatus;
    const moved = apply(closed, { kind: 'edit', changes: { ordinal: 7 }, at });
    expect(moved).toMatchObject({ status: 'closed', ordinal: 7 });
    const source = { kind: 'backlog-md', file: 'backlog/tasks/task-1.md' } as const;
    const retitled = { kind: 'edit', changes: { title: 'By its file' }, at } as const;
    expect(apply({ ...closed, source }, retitled).title).toBe('By its file');
  });

  it('asks for its file to be written back when it came from one', () => {
    expect(taskMachine.effects(makeTask())).toEqual([]);
    const source = { kind: 'backlog-md', file: 'backlog/tasks/task-1.md' } as const;
    expect(taskMachine.effects(makeTask({ source }))).toEqual([
      { kind: 'write_back', taskId: 'e.1' },
    ]);
  });

  it('refuses to fold an event of a task that was never added', () => {
    expect(() => taskMachine.evolve(null, { kind: 'review_began', at })).toThrow('before');
  });

  it('never accepts a command that leads to a contradictory task', () => {
    const command = fc.constantFrom(...Object.values(commands));
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (sequence) => {
        let task = makeTask();
        for (const next of sequence) {
          const before = structuredClone(task);
          const decided = taskMachine.decide(task, next);
          expect(task).toEqual(before);
          if (!decided.ok) continue;
          for (const event of decided.value) task = taskMachine.evolve(task, event);
          expect(taskSchema.safeParse(task).error).toBeUndefined();
          expect(task.completedAt !== null).toBe(task.status === 'closed');
          expect(task.blockedReason !== null).toBe(task.status === 'blocked');
          if (task.status !== 'closed') expect(task.closedByHand).toBeNull();
          if (task.status === 'in_progress' || task.status === 'in_review') {
            expect(task.startedAt).not.toBeNull();
            expect(task.dispatches).toBeGreaterThan(0);
          }
        }
      }),
    );
  });
});
