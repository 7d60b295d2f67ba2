import type { EditJournal, JournalEntry } from './edit-journal.ts';

/**
 * Writes edits again that this page has and the journal has lost, because somebody cleared the browser's
 * data. An edit that the journal has stays as it is there. Resolves to how many were lost.
 */
export async function restoreEdits(
  journal: Pick<EditJournal, 'read' | 'put'>,
  workspaceId: string,
  unsent: readonly JournalEntry[],
): Promise<number> {
  if (unsent.length === 0) return 0;
  const { entries } = await journal.read(workspaceId);
  const gone = unsent.filter(
    ({ collection, id }) => !entries.some((one) => one.collection === collection && one.id === id),
  );
  if (gone.length > 0) await journal.put(gone);
  return gone.length;
}
