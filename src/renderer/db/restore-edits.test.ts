import { expect, it } from 'vitest';
import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import type { JournalEntry } from './edit-journal.ts';
import { restoreEdits } from './restore-edits.ts';
import { memoryJournal } from './memory-journal.ts';

const at = '2026-01-01T10:00:00.000Z';

function edit(id: string, title: string): JournalEntry {
  const task = freshTask({ ...emptySpec, id, epicId: 'e', title: 'Old' }, at);
  const desired = { ...task, title };
  return { workspaceId: 'w', collection: 'tasks', id, assumed: task, desired, sent: [desired] };
}

it('writes edits anew that a cleared journal has lost, with what was sent of them', async () => {
  const journal = memoryJournal();
  const unsent = [edit('e.1', 'One'), edit('e.2', 'Two')];
  expect(await restoreEdits(journal, 'w', unsent)).toBe(2);
  expect((await journal.read('w')).entries).toEqual(unsent);
});

it('leaves an edit alone that the journal has, such as a later one of another tab', async () => {
  const journal = memoryJournal();
  await journal.put([edit('e.1', 'Newer')]);
  expect(await restoreEdits(journal, 'w', [edit('e.1', 'One')])).toBe(0);
  expect(await restoreEdits(journal, 'w', [])).toBe(0);
  expect((await journal.read('w')).entries).toEqual([edit('e.1', 'Newer')]);
});
