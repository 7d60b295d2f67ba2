import { expect, it } from 'vitest';
import { replicatedCollections } from '#shared/core/records/collections.ts';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import { ok } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import type { DocumentEdit } from './document-store.ts';
import { editsOf } from './edits.ts';
import { LiveDocuments } from './live-documents.ts';
import type { Replica } from './replica.ts';

const at = '2026-01-01T10:00:00.000Z';
const task = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, at);

/** What the edit of a task's title makes of the task as the store has it by then. */
async function changeOnce(title: string, present: Task | null) {
  const tasks = new LiveDocuments<Task>(() => () => undefined);
  tasks.load([{ id: task.id, height: 1, document: task }]);
  const none = new LiveDocuments<never>(() => () => undefined);
  const documents = Object.fromEntries(replicatedCollections.map((name) => [name, none]));
  const begun: DocumentEdit<Task>[] = [];
  const replica = {
    documents: { ...documents, tasks },
    edit: async (_: string, edits: readonly DocumentEdit<Task>[]) => {
      begun.push(...edits);
      return ok(null);
    },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what edits need of it
  await editsOf(replica as unknown as Replica, 'main').editTask(task.id, { title });
  return begun[0]?.change(present);
}

it('an edit is refused when the task has changed in just that by the time it is written', async () => {
  expect(await changeOnce('Mine', { ...task, title: 'Theirs' })).toMatchObject({
    ok: false,
    error: { code: 'edit-too-late' },
  });
});

it('an edit is refused for the reason that the rules have by the time it is written', async () => {
  expect(await changeOnce('Mine', { ...task, status: 'in_progress' })).toMatchObject({
    ok: false,
    error: { code: 'illegal-task-status' },
  });
  expect(await changeOnce('Mine', null)).toMatchObject({ error: { code: 'unknown-document' } });
});

it('an edit keeps what else has changed, and leaves alone what is as desired', async () => {
  const labelled = { ...task, labels: ['x'] };
  expect(await changeOnce('Mine', labelled)).toMatchObject({
    value: { title: 'Mine', labels: ['x'] },
  });
  const same = { ...task, title: 'Mine' };
  expect(await changeOnce('Mine', same)).toEqual({ ok: true, value: same });
});
