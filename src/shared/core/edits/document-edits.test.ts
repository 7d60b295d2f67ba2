import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { taskStatusSchema } from '#shared/model/task.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';
import { editableTaskFields, judgeEpic, judgeTask } from './document-edits.ts';
import type { EditSurroundings, EditVerdict, Past } from './edited-row.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import { makeEpic, makeTask } from '#shared/core/testing/records.ts';

const at = '2026-02-03T04:05:06.000Z';
const typedAt = '2026-02-03T04:00:00.000Z';

function within(tasks: readonly Task[], epics: readonly Epic[] = [makeEpic()]): EditSurroundings {
  return {
    task: (id) => tasks.find((task) => task.id === id) ?? null,
    epic: (id) => epics.find((epic) => epic.id === id) ?? null,
    tasksOf: (epicId) => tasks.filter((task) => task.epicId === epicId),
    pastTask: (id) => pastOf(tasks.find((task) => task.id === id)),
    pastEpic: (id) => pastOf(epics.find((epic) => epic.id === id)),
    at,
  };
}

/** The past of a document that is as it was when it was added. */
function pastOf<Document>(document: Document | undefined): Past<Document> | null {
  return document === undefined ? null : { states: [document], requestedId: null };
}

/** Judges an edit of a task that the master has as `master`, and others beside it. */
function edit(
  master: Task,
  desired: Partial<Task>,
  { assumed = master, others = [] }: { assumed?: Task; others?: readonly Task[] } = {},
): EditVerdict<Task, Task> {
  const row = { master, assumed, desired: { ...assumed, ...desired } };
  return judgeTask(row, within([master, ...others]));
}

function add(desired: Task, tasks: readonly Task[], epics?: readonly Epic[]): unknown {
  const master = tasks.find(({ id }) => id === desired.id) ?? null;
  return judgeTask({ master, assumed: null, desired }, within(tasks, epics));
}

function codeOf(verdict: unknown): unknown {
  return verdict !== null && typeof verdict === 'object' && 'failure' in verdict
    ? verdict.failure
    : verdict;
}

describe('judgeTask: edits', () => {
  it('takes what was changed and nothing else', () => {
    const master = makeTask({ description: 'Old.', priority: 3 });
    expect(edit(master, { description: 'New.' })).toEqual({
      kind: 'edit',
      changes: { description: 'New.' },
      lost: [],
    });
    expect(edit(master, { updatedAt: at })).toEqual({ kind: 'nothing' });
  });

  it('merges by field: another field of the master stays, the same one is lost and named', () => {
    const assumed = makeTask();
    const master = { ...assumed, title: 'Of the host', labels: ['x'] };
    expect(edit(master, { title: 'Mine', priority: 0 }, { assumed })).toEqual({
      kind: 'edit',
      changes: { priority: 0 },
      lost: ['title'],
    });
    expect(edit(master, { title: 'Mine' }, { assumed })).toMatchObject({ changes: {} });
    expect(edit(master, { title: 'Of the host' }, { assumed })).toEqual({ kind: 'nothing' });
  });

  it('never loses a change without naming it, whatever both sides wrote', () => {
    const words = fc.constantFrom('a', 'b', 'c');
    const fields = fc.record({
      title: words,
      description: words,
      labels: fc.array(words, { maxLength: 2 }),
      priority: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(fields, fields, fields, (masterFields, assumedFields, desiredFields) => {
        const assumed = makeTask(assumedFields);
        const master = makeTask(masterFields);
        const verdict = edit(master, desiredFields, { assumed });
        const taken = verdict.kind === 'edit' ? verdict.changes : {};
        const lost: readonly string[] = verdict.kind === 'edit' ? verdict.lost : [];
        const merged = { ...master, ...taken };
        for (const field of ['title', 'description', 'labels', 'priority'] as const) {
          const [before, mine, theirs] = [assumed, desiredFields, master].map((one) =>
            JSON.stringify(one[field]),
          );
          const now = JSON.stringify(merged[field]);
          if (mine === before) expect(now).toBe(theirs);
          else if (!lost.includes(field)) expect(now).toBe(mine);
          else expect([now === theirs, theirs !== before]).toEqual([true, true]);
        }
      }),
    );
  });

  it('gives nothing when it is judged again after it was carried out', () => {
    const assumed = makeTask();
    const desired = { ...assumed, title: 'Mine', labels: ['agent:codex'] };
    const decided = taskMachine.decide(assumed, { kind: 'edit', changes: desired, at });
    if (!decided.ok) throw new Error(decided.error.message);
    const master = decided.value.reduce<Task>(
      (task, one) => taskMachine.evolve(task, one),
      assumed,
    );
    expect(judgeTask({ master, assumed, desired }, within([master]))).toEqual({ kind: 'nothing' });
  });

  it.each(taskStatusSchema.options)('follows the task machine for a task that is %s', (status) => {
    const master = makeTask({ status });
    const decided = taskMachine.decide(master, { kind: 'edit', changes: { title: 'x' }, at });
    expect(edit(master, { title: 'x' })).toEqual(
      decided.ok
        ? { kind: 'edit', changes: { title: 'x' }, lost: [] }
        : { kind: 'refused', failure: decided.error },
    );
  });

  it('refuses to change what the app itself records', () => {
    const records: readonly Partial<Task>[] = [
      { status: 'closed' },
      { dispatches: 3 },
      { completedAt: at },
      { createdAt: at },
      { epicId: 'f' },
      { source: { kind: 'backlog-md', file: 'x.md' } },
      { blockedReason: 'x' },
      { finalSummary: 'x' },
    ];
    for (const record of records) {
      expect(codeOf(edit(makeTask(), { title: 'x', ...record }))).toMatchObject({
        code: 'not-editable',
        message: `${Object.keys(record)[0]} of e.1 cannot be edited: the app itself keeps that record.`,
      });
    }
  });

  it('refuses a task without a title, and one that is no task', () => {
    expect(codeOf(edit(makeTask(), { title: '  ' }))).toMatchObject({ code: 'title-missing' });
    expect(codeOf(edit(makeTask(), { priority: 9 }))).toMatchObject({ code: 'bad-document' });
  });

  it('refuses an edit of a task that is gone', () => {
    const desired = makeTask({ title: 'x' });
    const verdict = judgeTask({ master: null, assumed: makeTask(), desired }, within([]));
    expect(codeOf(verdict)).toMatchObject({ code: 'unknown-document' });
  });

  it('sends the person to the file that a task comes from', () => {
    const master = makeTask({ source: { kind: 'backlog-md', file: 'backlog/tasks/one.md' } });
    expect(codeOf(edit(master, { title: 'x', priority: 1 }))).toMatchObject({
      code: 'kept-in-file',
      message:
        'Task e.1 comes from backlog/tasks/one.md, which is where its title, priority is kept.',
    });
  });

  it('writes every field of the specification but where the task belongs', () => {
    const names = Object.keys(makeTask());
    expect(names).toEqual(expect.arrayContaining([...editableTaskFields]));
    expect(editableTaskFields).not.toEqual(expect.arrayContaining(['id']));
  });
});

describe('judgeTask: dependencies', () => {
  const first = makeTask({ id: 'e.1' });
  const second = makeTask({ id: 'e.2', dependencies: ['e.1'] });
  const third = makeTask({ id: 'e.3', dependencies: ['e.2'] });

  it('may name any task that does not need this one', () => {
    expect(edit(third, { dependencies: ['e.2', 'e.1'] }, { others: [first, second] })).toEqual({
      kind: 'edit',
      changes: { dependencies: ['e.2', 'e.1'] },
      lost: [],
    });
  });

  it('may not make a circle, which is named in order', () => {
    expect(
      codeOf(edit(first, { dependencies: ['e.3'] }, { others: [second, third] })),
    ).toMatchObject({
      code: 'dependency-cycle',
      message: 'Circular dependency: e.1 -> e.3 -> e.2 -> e.1.',
    });
    expect(codeOf(edit(first, { dependencies: ['e.1'] }))).toMatchObject({
      message: 'Circular dependency: e.1 -> e.1.',
    });
  });

  it('may not name a task that does not exist, but may keep one that it names already', () => {
    expect(codeOf(edit(first, { dependencies: ['x'] }))).toMatchObject({
      code: 'unknown-dependency',
    });
    expect(codeOf(edit(first, { testTaskId: 'x' }))).toMatchObject({ code: 'unknown-dependency' });
    const stale = makeTask({ id: 'e.4', dependencies: ['gone'] });
    expect(edit(stale, { dependencies: ['gone', 'e.1'] }, { others: [first] })).toMatchObject({
      kind: 'edit',
    });
    expect(edit(stale, { title: 'x' })).toMatchObject({ kind: 'edit' });
  });
});

describe('judgeTask: new tasks', () => {
  const desired = makeTask({ id: 'e.2', title: 'Mine', createdAt: typedAt, updatedAt: typedAt });

  it('are added open and untouched, as of when they were written', () => {
    const boasting = { ...desired, status: 'closed' as const, dispatches: 4, completedAt: typedAt };
    expect(add(boasting, [makeTask()])).toEqual({
      kind: 'add',
      document: { ...desired, updatedAt: at },
    });
  });

  it('get the next free id of the epic when another task has theirs', () => {
    const others = [makeTask({ id: 'e.2' }), makeTask({ id: 'e.7' }), makeTask({ id: 'own' })];
    expect(add(desired, others)).toMatchObject({
      kind: 'add',
      document: { id: 'e.8', title: 'Mine' },
    });
  });

  it('are not added twice when they are pushed again, also under the id they got', () => {
    expect(add(desired, [{ ...desired, status: 'in_progress' }])).toEqual({ kind: 'nothing' });
    expect(add(desired, [makeTask({ id: 'e.2' }), { ...desired, id: 'e.3' }])).toEqual({
      kind: 'nothing',
      storedAs: 'e.3',
    });
    expect(add({ ...desired, description: 'More.' }, [desired])).toEqual({
      kind: 'edit',
      changes: { description: 'More.' },
      lost: [],
    });
  });

  it('are the stored task when they were edited before their page heard of its other id', () => {
    const stored = { ...desired, id: 'e.3', dependencies: ['e.9'] };
    const others = [makeTask({ id: 'e.2' }), makeTask({ id: 'e.9' }), stored];
    // The task that it needs got another id too: what it refers to is not an edit.
    const again = { ...desired, description: 'More.', dependencies: ['e.8'] };
    expect(add(again, others)).toEqual({
      kind: 'edit',
      storedAs: 'e.3',
      changes: { description: 'More.' },
      lost: [],
    });
    expect(add({ ...again, description: '' }, others)).toEqual({
      kind: 'nothing',
      storedAs: 'e.3',
    });
    expect(add({ ...again, dependencies: [] }, others)).toMatchObject({
      changes: { description: 'More.' },
      lost: ['dependencies'],
    });
    const underWay = others.map((one) =>
      one === stored ? { ...one, status: 'in_progress' as const } : one,
    );
    expect(codeOf(add(again, underWay))).toMatchObject({ code: 'illegal-task-status' });
  });

  it('are refused without their epic, or when they close a circle', () => {
    expect(codeOf(add(desired, [], []))).toMatchObject({ code: 'unknown-epic' });
    const waiting = makeTask({ id: 'e.1', dependencies: ['e.2'] });
    expect(codeOf(add({ ...desired, dependencies: ['e.1'] }, [waiting]))).toMatchObject({
      code: 'dependency-cycle',
    });
    expect(add({ ...desired, dependencies: ['later'] }, [])).toMatchObject({ kind: 'add' });
  });
});

describe('judgeEpic', () => {
  const judge = (master: Epic | null, assumed: Epic | null, desired: Epic): unknown =>
    judgeEpic({ master, assumed, desired }, within([], master === null ? [] : [master]));

  it('takes title and description, field by field', () => {
    const assumed = makeEpic();
    expect(
      judge({ ...assumed, title: 'Host' }, assumed, {
        ...assumed,
        title: 'Mine',
        description: 'Why.',
      }),
    ).toEqual({ kind: 'edit', changes: { description: 'Why.' }, lost: ['title'] });
    expect(judge(assumed, assumed, assumed)).toEqual({ kind: 'nothing' });
  });

  it('refuses the records, an empty title, and an epic that is gone', () => {
    const epic = makeEpic();
    const code = (desired: Partial<Epic>, master: Epic | null = epic): unknown =>
      codeOf(judge(master, epic, { ...epic, ...desired }));
    expect(code({ status: 'closed' })).toMatchObject({ code: 'not-editable' });
    expect(code({ branch: 'main' })).toMatchObject({ code: 'not-editable' });
    expect(code({ title: ' ' })).toMatchObject({ code: 'title-missing' });
    expect(code({ id: '../x' })).toMatchObject({ code: 'bad-document' });
    expect(code({ title: 'x' }, null)).toMatchObject({ code: 'unknown-document' });
  });

  it('adds a new epic with its own branch, under another id when that is taken', () => {
    const desired = makeEpic({
      title: 'Mine',
      branch: 'main',
      status: 'blocked',
      createdAt: typedAt,
    });
    const stored = { ...desired, branch: 'epic/e', status: 'open' };
    expect(judge(null, null, desired)).toEqual({ kind: 'add', document: stored });
    expect(judge(makeEpic(), null, desired)).toEqual({
      kind: 'add',
      document: { ...stored, id: 'e-2', branch: 'epic/e-2' },
    });
    expect(judge({ ...desired, status: 'in_progress' }, null, desired)).toEqual({
      kind: 'nothing',
    });
  });
});
