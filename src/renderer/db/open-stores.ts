import { deleteStore, openMemoryStore, openStore } from './document-store.ts';
import type { DocumentStore } from './document-store.ts';
import { openDexieJournal } from './dexie-journal.ts';
import type { EditJournal } from './edit-journal.ts';
import { memoryJournal } from './memory-journal.ts';
import { replicaFormat } from './replica-schema.ts';

/**
 * Where documents are kept: `kept` between visits; `remade` when what was kept could not be opened or
 * read and was replaced by an empty store; `memory` when the browser has no storage for this page.
 */
export const storeKinds = ['kept', 'remade', 'memory'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** What a replica is kept in. */
export interface ReplicaStores {
  /** Name of the documents' database. */
  readonly database: string;
  readonly store: DocumentStore;
  readonly journal: EditJournal;
  readonly kind: StoreKind;
}

/** Name of the database of a workspace's documents in the present form. */
export function databaseName(workspaceId: string): string {
  const plain = workspaceId.replaceAll(
    /[^A-Za-z0-9]/g,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `switchyard-${plain}-${replicaFormat()}`;
}

/**
 * Opens what a workspace's replica is kept in; `lost` is called when it is taken away while it is open.
 * @throws when the browser cannot open a store of this kind; the next kind may work
 */
export async function openStores(
  workspaceId: string,
  kind: StoreKind,
  lost: () => void,
): Promise<ReplicaStores> {
  const database = databaseName(workspaceId);
  if (kind === 'memory') {
    const store = await openMemoryStore(database);
    return { database, store, journal: memoryJournal(), kind };
  }
  const journal = await openDexieJournal(lost);
  try {
    if (kind === 'remade') {
      await deleteStore(database);
      await journal.removeRecord(database);
    }
    return { database, store: await openStore(database, lost), journal, kind };
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
