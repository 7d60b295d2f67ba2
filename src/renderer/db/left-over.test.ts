import { expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import type { JournalEntry } from './edit-journal.ts';
import { settleLeftOver, showLeftOver } from './left-over.ts';
import { memoryJournal } from './memory-journal.ts';
import type { ReapplyOutcome } from './reapply.ts';

const at = '2026-01-01T10:00:00.000Z';
const task = freshTask({ ...emptySpec, id: 'e.1', epicId: 'e', title: 'One' }, at);
const key = { workspaceId: 'w', collection: 'tasks', id: 'e.1' } as const;
const leftOver: JournalEntry = { ...key, assumed: task, desired: { ...task, title: 'Two' } };

async function settling(outcome: ReapplyOutcome, isHostThere = true) {
  const journal = memoryJournal();
  await journal.put([leftOver]);
  const done: string[] = [];
  const parts = {
    journal,
    reapply: async () => {
      done.push('reapplied');
      return outcome;
    },
    push: async ({ desired }: JournalEntry) => {
      done.push(`pushed ${desired.title}`);
      return isHostThere;
    },
    refused: () => void done.push('told'),
  };
  return { journal, done, settle: async () => settleLeftOver([leftOver], parts) };
}

it('shows what the documents do not show yet, epics before the tasks that need them', async () => {
  const journal = memoryJournal();
  const epic: JournalEntry = { ...leftOver, collection: 'epics', id: 'e' };
  await journal.put([leftOver, epic]);
  expect(await shownOf(journal, [leftOver, epic])).toEqual(['e', 'e.1']);
});

it('shows nothing again that was taken back or answered since it was read', async () => {
  const journal = memoryJournal();
  await journal.put([{ ...key, assumed: task, desired: task }]);
  expect(await shownOf(journal, [leftOver])).toEqual([]);
});

async function shownOf(
  journal: ReturnType<typeof memoryJournal>,
  entries: readonly JournalEntry[],
): Promise<readonly string[]> {
  const shown: string[] = [];
  await showLeftOver(entries, {
    journal,
    reapply: async ({ id }) => {
      shown.push(id);
      return 'applied';
    },
  });
  return shown;
}

it('leaves alone what was answered since the visit began', async () => {
  const { journal, done, settle } = await settling('applied');
  await journal.remove([key]);
  await settle();
  expect(done).toEqual([]);
});

it('leaves alone what was edited again since the visit began', async () => {
  const { journal, done, settle } = await settling('applied');
  await journal.put([{ ...key, assumed: task, desired: task }]);
  await settle();
  expect(done).toEqual([]);
  expect((await journal.read('w')).entries).toHaveLength(1);
});

it('gives the host what came too late, before it is forgotten here', async () => {
  const { journal, done, settle } = await settling('too_late');
  await settle();
  expect(done).toEqual(['reapplied', 'pushed Two', 'told']);
  expect((await journal.read('w')).entries).toEqual([]);
});

it('gives the host what only the host can judge, and leaves the telling to it', async () => {
  const { journal, done, settle } = await settling('for_host');
  await settle();
  expect(done).toEqual(['reapplied', 'pushed Two']);
  expect((await journal.read('w')).entries).toEqual([]);
});

it('keeps what came too late while the host does not take it', async () => {
  const { journal, done, settle } = await settling('too_late', false);
  await settle();
  expect(done).toEqual(['reapplied', 'pushed Two']);
  expect((await journal.read('w')).entries).toEqual([leftOver]);
});

it('leaves for the next visit what the browser could not store', async () => {
  const { journal, done, settle } = await settling('not_stored');
  await settle();
  expect(done).toEqual(['reapplied']);
  expect((await journal.read('w')).entries).toEqual([leftOver]);
});
