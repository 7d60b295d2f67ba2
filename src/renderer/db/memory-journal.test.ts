import { expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import type { JournalView } from './edit-journal.ts';
import { memoryJournal } from './memory-journal.ts';

const at = '2026-01-01T10:00:00.000Z';
const task = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, at);
const key = { workspaceId: 'w', collection: 'tasks', id: 'e.1' } as const;
const titled = (title: string) => ({ ...task, title });

it('keeps the first state and the newest wish of edits that were not sent', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: task, desired: titled('A') }]);
  await journal.put([{ ...key, assumed: titled('A'), desired: titled('B') }]);
  await journal.put([{ ...key, workspaceId: 'other', assumed: null, desired: task }]);
  const { entries } = await journal.read('w');
  expect(entries).toEqual([{ ...key, assumed: task, desired: titled('B') }]);
});

it('lets an answered edit go, and keeps a later one on the base of the answer', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: task, desired: titled('B') }]);
  await journal.settle([
    { ...key, desired: titled('A'), answer: titled('A'), isAnswered: () => false },
  ]);
  expect((await journal.read('w')).entries).toEqual([
    { ...key, assumed: titled('A'), desired: titled('B') },
  ]);
  await journal.settle([
    { ...key, desired: titled('B'), answer: titled('B'), isAnswered: () => true },
  ]);
  expect((await journal.read('w')).entries).toEqual([]);
});

it('remembers what was sent without an answer, also while it is edited again', async () => {
  const journal = memoryJournal();
  const sending = (title: string) => journal.sending([{ ...key, desired: titled(title) }]);
  const entry = async () => (await journal.read('w')).entries[0];
  expect(await sending('A')).toEqual([[]]);
  await journal.put([{ ...key, assumed: task, desired: titled('A') }]);
  expect(await sending('A')).toEqual([[]]);
  await journal.put([{ ...key, assumed: titled('A'), desired: titled('B') }]);
  expect(await sending('B')).toEqual([[titled('A')]]);
  expect(await entry()).toEqual({
    ...key,
    assumed: task,
    desired: titled('B'),
    sent: [titled('A'), titled('B')],
  });
  const isAnswered = () => false;
  await journal.settle([{ ...key, desired: titled('A'), answer: titled('A'), isAnswered }]);
  expect(await entry()).toMatchObject({ assumed: titled('A'), sent: [titled('B')] });
});

it('keeps a new document new when the answer is of another one that had its id', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: null, desired: titled('B') }]);
  const answer = { ...task, title: 'Other', createdAt: '2026-01-01T11:00:00.000Z' };
  await journal.settle([{ ...key, desired: titled('A'), answer, isAnswered: () => false }]);
  expect((await journal.read('w')).entries).toEqual([
    { ...key, assumed: null, desired: titled('B') },
  ]);
});

it('tells who watches what there is, and of each change', async () => {
  const journal = memoryJournal();
  const seen: JournalView[] = [];
  const stop = journal.watch('w', (view) => seen.push(view));
  await journal.setRecord({ database: 'd', workspaceId: 'w', syncedAt: 5 });
  await journal.put([{ ...key, assumed: task, desired: titled('A') }]);
  stop();
  await journal.remove([key]);
  expect(seen.map(({ entries, records }) => [entries.length, records.length])).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
  ]);
});

it('tells the entries whose place edits take, so that they can be put back', async () => {
  const journal = memoryJournal();
  const other = { ...key, id: 'e.2', assumed: null, desired: task };
  expect(await journal.put([{ ...key, assumed: task, desired: titled('A') }])).toEqual([null]);
  const former = await journal.put([other, { ...key, assumed: titled('A'), desired: titled('B') }]);
  await journal.remove([other]);
  await journal.put(former.filter((one) => one !== null));
  expect((await journal.read('w')).entries).toEqual([
    { ...key, assumed: task, desired: titled('A') },
  ]);
});
