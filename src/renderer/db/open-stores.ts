import { deleteStore, openMemoryStore, openStore } from './document-store.ts';
import type { DocumentStore } from './document-store.ts';
import { openDexieJournal } from './dexie-journal.ts';
import type { EditJournal } from './edit-journal.ts';
import { memoryJournal } from './memory-journal.ts';
import { replicaFormat } from './replica-schema.ts';

/** What a replica is kept in. */
export interface ReplicaStores {
  /** Name of the documents' database. */
  readonly database: string;
  readonly store: DocumentStore;
  readonly journal: EditJournal;
  /**
   * `kept` between visits; `remade` when the documents' database could not be opened and was replaced by
   * an empty one; `memory` when the browser has no storage for this page.
   */
  readonly kind: 'kept' | 'remade' | 'memory';
}

/** Name of the database of a workspace's documents in the present form. */
export function databaseName(workspaceId: string): string {
  const plain = workspaceId.replaceAll(
    /[^A-Za-z0-9]/g,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `switchyard-${plain}-${replicaFormat()}`;
}

/** Opens what a workspace's replica is kept in; it always gets something that works. */
export async function openStores(workspaceId: string, lost: () => void): Promise<ReplicaStores> {
  const database = databaseName(workspaceId);
  const opened = await openKept(database, lost).catch(() => null);
  if (opened !== null) return { database, ...opened };
  return {
    database,
    store: await openMemoryStore(database),
    journal: memoryJournal(),
    kind: 'memory',
  };
}

async function openKept(
  database: string,
  lost: () => void,
): Promise<Omit<ReplicaStores, 'database'>> {
  const journal = await openDexieJournal(lost);
  try {
    try {
      return { journal, store: await openStore(database, lost), kind: 'kept' };
    } catch {
      await deleteStore(database);
      await journal.removeRecord(database);
      return { journal, store: await openStore(database, lost), kind: 'remade' };
    }
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Deletes the replicas of a workspace in other forms than the present one that no tab works with. */
export async function deleteOldReplicas(
  workspaceId: string,
  { database, journal }: ReplicaStores,
): Promise<void> {
  const { records } = await journal.read(workspaceId);
  for (const record of records) {
    if (record.database === database) continue;
    await navigator.locks.request(record.database, { ifAvailable: true }, async (lock) => {
      // An older page is open in another tab, and replicates with it.
      if (lock === null) return;
      await deleteStore(record.database);
      await journal.removeRecord(record.database);
    });
  }
}
