import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Collections } from '#shared/core/records/collections.ts';
import { err } from '#shared/lib/result.ts';
import { notStored, writeDocuments } from './document-store.ts';
import type { DocumentEdit } from './document-store.ts';
import type { EditableCollection, JournalEntry } from './edit-journal.ts';
import type { StoredDocument } from './live-documents.ts';
import type { ReplicaStores } from './open-stores.ts';

/** An edit that is shown already. */
export interface BegunEdit<Document> extends DocumentEdit<Document> {
  readonly before: Document | null;
  readonly desired: Document;
}

/** What became of edits. */
export interface WrittenEdits<Document> {
  readonly written: readonly StoredDocument<Document>[];
  /** Why one of them, or all, did not happen; null when all did. */
  readonly problem: WireFailure | null;
}

/**
 * Writes edits of one collection, to the journal first, so that what is written is known to wait for the
 * host. What does not happen leaves the journal as it was.
 */
export async function writeEdits<Name extends EditableCollection>(
  { journal, store }: ReplicaStores,
  workspaceId: string,
  collection: Name,
  edits: readonly BegunEdit<Collections[Name]>[],
): Promise<WrittenEdits<Collections[Name]>> {
  const entries = edits.map(({ id, before, desired }): JournalEntry => {
    return { workspaceId, collection, id, assumed: before, desired };
  });
  let former: readonly (JournalEntry | null)[];
  try {
    former = await journal.put(entries);
  } catch {
    return { written: [], problem: notStored };
  }
  const outcomes = await writeDocuments(collection, store.collections[collection], edits);
  const written: StoredDocument<Collections[Name]>[] = [];
  const gone: JournalEntry[] = [];
  const kept: JournalEntry[] = [];
  let problem: WireFailure | null = null;
  for (const [index, entry] of entries.entries()) {
    const outcome = outcomes.get(entry.id) ?? err(notStored);
    if (outcome.ok && outcome.value !== null) {
      written.push(outcome.value);
      continue;
    }
    // An earlier edit that waits for the host is not undone with this one.
    const earlier = former[index] ?? null;
    if (earlier === null) gone.push(entry);
    else kept.push(earlier);
    if (!outcome.ok) problem ??= outcome.error;
  }
  await undo(journal, gone, kept);
  return { written, problem };
}

async function undo(
  journal: ReplicaStores['journal'],
  gone: readonly JournalEntry[],
  kept: readonly JournalEntry[],
): Promise<void> {
  try {
    if (gone.length > 0) await journal.remove(gone);
    if (kept.length > 0) await journal.put(kept);
  } catch {
    // The journal is gone: that ends the replica, and is reported there.
  }
}
