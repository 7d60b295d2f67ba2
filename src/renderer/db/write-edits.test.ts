import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import { notStored, openMemoryStore, watchChanges, writeDocuments } from './document-store.ts';
import type { Change } from './document-store.ts';
import { memoryJournal } from './memory-journal.ts';
import { writeEdits } from './write-edits.ts';
import type { BegunEdit } from './write-edits.ts';

const at = '2026-01-01T10:00:00.000Z';
const one = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, at);
const two = { ...one, id: 'e.2', title: 'Two' };
const key = { workspaceId: 'w', collection: 'tasks' } as const;
const running = failure('illegal-task-status', 'It runs.', 'Wait.');

let opened = 0;

/** Stores in memory that hold both tasks, and what the collection told since. */
async function setUp() {
  opened += 1;
  const store = await openMemoryStore(`write-edits-${opened}`);
  onTestFinished(() => store.close());
  const journal = memoryJournal();
  const { tasks } = store.collections;
  const add = (task: Task) => ({ id: task.id, change: () => ok(task) });
  await writeDocuments('tasks', tasks, [add(one), add(two)]);
  const told: (readonly string[])[] = [];
  watchChanges('tasks', tasks, (rows) => told.push(rows.map(({ id }) => id)));
  const write = (...edits: readonly BegunEdit<Task>[]) =>
    writeEdits({ database: 'd', store, journal, kind: 'memory' }, 'w', 'tasks', edits);
  const entries = async () => (await journal.read('w')).entries;
  return { store, journal, told, write, entries };
}

const retitled =
  (title: string): Change<Task> =>
  (task) =>
    task === null ? err(running) : ok({ ...task, title });

function begun(before: Task, title: string, change = retitled(title)): BegunEdit<Task> {
  return { id: before.id, change, before, desired: { ...before, title } };
}

describe('edits', () => {
  it('are written together, and wait in the journal', async () => {
    const { told, write, entries } = await setUp();
    const { written, problem } = await write(begun(one, 'Uno'), begun(two, 'Due'));
    expect(problem).toBeNull();
    expect(written.map(({ document }) => document?.title)).toEqual(['Uno', 'Due']);
    expect(told).toEqual([['e.1', 'e.2']]);
    expect(await entries()).toEqual([
      { ...key, id: 'e.1', assumed: one, desired: { ...one, title: 'Uno' } },
      { ...key, id: 'e.2', assumed: two, desired: { ...two, title: 'Due' } },
    ]);
  });

  it('that the document refuses by then are told, and others are written all the same', async () => {
    const { told, write, entries } = await setUp();
    const late = begun(one, 'Uno', () => err(running));
    const { written, problem } = await write(late, begun(two, 'Due'));
    expect(problem).toBe(running);
    expect(written.map(({ id }) => id)).toEqual(['e.2']);
    expect(told).toEqual([['e.2']]);
    expect((await entries()).map(({ id }) => id)).toEqual(['e.2']);
  });

  it('of what is so already write nothing, and nothing waits', async () => {
    const { told, write, entries } = await setUp();
    const same = begun(one, 'Uno', (task) => (task === null ? err(running) : ok(task)));
    expect(await write(same)).toEqual({ written: [], problem: null });
    expect(told).toEqual([]);
    expect(await entries()).toEqual([]);
  });

  it('that do not happen leave an earlier one waiting as it was', async () => {
    const { write, entries } = await setUp();
    await write(begun(one, 'Uno'));
    const before = await entries();
    const late = begun({ ...one, title: 'Uno' }, 'Eins', () => err(running));
    expect((await write(late)).problem).toBe(running);
    expect(await entries()).toEqual(before);
  });

  it('are made again of what somebody else wrote in between', async () => {
    const { store, write } = await setUp();
    const { tasks } = store.collections;
    const { storageInstance } = tasks;
    const bulkWrite = storageInstance.bulkWrite.bind(storageInstance);
    vi.spyOn(storageInstance, 'bulkWrite').mockImplementationOnce(async (rows, context) => {
      const change = (task: Task | null) => ok({ ...(task ?? one), labels: ['theirs'] });
      await writeDocuments('tasks', tasks, [{ id: 'e.1', change }]);
      return bulkWrite(rows, context);
    });
    const { written, problem } = await write(begun(one, 'Uno'), begun(two, 'Due'));
    expect(problem).toBeNull();
    expect(written.map(({ document }) => [document?.title, document?.labels])).toEqual([
      ['Uno', ['theirs']],
      ['Due', []],
    ]);
  });

  it('that the browser cannot store are refused, and do not wait', async () => {
    const { store, write, entries } = await setUp();
    const { storageInstance } = store.collections.tasks;
    vi.spyOn(storageInstance, 'bulkWrite').mockRejectedValue(new Error('The disk is full.'));
    expect(await write(begun(one, 'Uno'))).toEqual({ written: [], problem: notStored });
    expect(await entries()).toEqual([]);
  });
});
