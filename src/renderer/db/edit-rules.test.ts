import { describe, expect, it } from 'vitest';
import { emptySpec, freshEpic, freshTask } from '#shared/core/edits/new-items.ts';
import type { EditSurroundings } from '#shared/core/edits/edited-row.ts';
import type { Task } from '#shared/model/task.ts';
import { applyEpicEdit, applyTaskEdit, refusedFields } from './edit-rules.ts';

const then = '2026-01-01T10:00:00.000Z';
const now = '2026-01-02T10:00:00.000Z';
const epic = freshEpic({ id: 'e', title: 'Epic', description: '', baseBranch: 'main' }, then);
const task = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, then);

const around: EditSurroundings = {
  task: (id) => (id === task.id ? task : null),
  epic: (id) => (id === epic.id ? epic : null),
  tasksOf: () => [task],
  pastTask: () => null,
  pastEpic: () => null,
  at: now,
};

function documentOf(result: ReturnType<typeof applyTaskEdit>): Task {
  if (!result.ok) throw new Error(result.error.message);
  return result.value.document;
}

describe('an edit', () => {
  it('changes the document and its time', () => {
    const result = applyTaskEdit(task, task, { ...task, title: 'Uno' }, around);
    expect(documentOf(result)).toEqual({ ...task, title: 'Uno', updatedAt: now });
  });

  it('of what is so already leaves the very document', () => {
    expect(documentOf(applyTaskEdit(task, task, { ...task, updatedAt: now }, around))).toBe(task);
  });

  it('adds a new document', () => {
    const added = { ...task, id: 'e.2', title: 'Two', createdAt: now };
    expect(documentOf(applyTaskEdit(null, null, added, around))).toMatchObject({ id: 'e.2' });
  });

  it('of a new task that the host has already is for the host to judge, under whichever id', () => {
    const added = { ...task, id: 'e.2', description: 'More', ordinal: 4 };
    const other = { ...task, id: 'e.2', title: 'Other', createdAt: now };
    const code = { ok: false, error: { code: 'past-unknown' } };
    expect(applyTaskEdit(other, null, added, around)).toMatchObject(code);
    expect(applyTaskEdit(task, null, { ...added, id: 'e.1' }, around)).toMatchObject(code);
    const same = { ...added, description: '', ordinal: null };
    expect(documentOf(applyTaskEdit(other, null, same, around))).toBe(other);
    const wish = { ...epic, description: 'More' };
    expect(applyEpicEdit(epic, null, wish, around)).toMatchObject(code);
  });

  it('is refused with the reason where the rules forbid it', () => {
    const running: Task = { ...task, status: 'in_progress' };
    const result = applyTaskEdit(running, running, { ...running, title: 'Other' }, around);
    expect(result.ok).toBe(false);
  });

  it('names what came too late and applies the rest', () => {
    const desired = { ...task, title: 'Mine', description: 'Mine' };
    const result = applyTaskEdit({ ...task, title: 'Theirs' }, task, desired, around);
    expect(result).toMatchObject({
      ok: true,
      value: { document: { title: 'Theirs', description: 'Mine' }, lost: ['title'] },
    });
  });

  it('of an epic changes its text', () => {
    const result = applyEpicEdit(epic, epic, { ...epic, title: 'Other' }, around);
    expect(result).toMatchObject({ ok: true, value: { document: { title: 'Other' }, lost: [] } });
  });
});

describe('what was refused of an edit', () => {
  it('is what was written and is otherwise in the answer', () => {
    const desired = { ...task, title: 'Mine', labels: ['x'] };
    const answer = { ...desired, title: 'Theirs', status: 'blocked', updatedAt: now };
    expect(refusedFields('tasks', task, desired, answer)).toEqual(['title']);
    expect(refusedFields('tasks', task, desired, desired)).toEqual([]);
  });

  it('is all of it when the document was not taken at all', () => {
    expect(refusedFields('epics', null, epic, null)).toEqual(['title', 'description']);
  });
});
