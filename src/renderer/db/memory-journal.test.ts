import { expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/new-items.ts';
import type { JournalView } from './edit-journal.ts';
import { memoryJournal } from './memory-journal.ts';

const at = '2026-01-01T10:00:00.000Z';
const task = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, at);
const key = { workspaceId: 'w', collection: 'tasks', id: 'e.1' } as const;
const titled = (title: string) => ({ ...task, title });

it('keeps the first state and the newest wish of edits that were not sent', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: task, wished: titled('A') }]);
  await journal.put([{ ...key, assumed: titled('A'), wished: titled('B') }]);
  await journal.put([{ ...key, workspaceId: 'other', assumed: null, wished: task }]);
  const { entries } = await journal.read('w');
  expect(entries).toEqual([{ ...key, assumed: task, wished: titled('B') }]);
});

it('lets an answered edit go, and keeps a later one on the base of the answer', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: task, wished: titled('B') }]);
  await journal.settle([{ ...key, answer: titled('A'), isAnswered: () => false }]);
  expect((await journal.read('w')).entries).toEqual([
    { ...key, assumed: titled('A'), wished: titled('B') },
  ]);
  await journal.settle([{ ...key, answer: titled('B'), isAnswered: () => true }]);
  expect((await journal.read('w')).entries).toEqual([]);
});

it('tells who watches what there is, and of each change', async () => {
  const journal = memoryJournal();
  const seen: JournalView[] = [];
  const stop = journal.watch('w', (view) => seen.push(view));
  await journal.setRecord({ database: 'd', workspaceId: 'w', syncedAt: 5 });
  await journal.put([{ ...key, assumed: task, wished: titled('A') }]);
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
  const other = { ...key, id: 'e.2', assumed: null, wished: task };
  expect(await journal.put([{ ...key, assumed: task, wished: titled('A') }])).toEqual([null]);
  const former = await journal.put([other, { ...key, assumed: titled('A'), wished: titled('B') }]);
  await journal.remove([other]);
  await journal.put(former.filter((one) => one !== null));
  expect((await journal.read('w')).entries).toEqual([
    { ...key, assumed: task, wished: titled('A') },
  ]);
});
