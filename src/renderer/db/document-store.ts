import { createRevision, createRxDatabase, getHeightOfRevision, now } from 'rxdb';
import type { BulkWriteRow, RxCollection, RxDatabase, RxDocumentData, RxStorage } from 'rxdb';
import { DEXIE_DOCS_TABLE_NAME, getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Dexie } from 'dexie';
import { replicatedCollections } from '#shared/core/records/collections.ts';
import type { Collections, ReplicatedCollection } from '#shared/core/records/collections.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { StoredDocument } from './live-documents.ts';
import { replicaSchema } from './replica-schema.ts';
import { trusted } from './trusted.ts';

/** A document as RxDB sees it: what its other fields are, the name of its collection says. */
export interface Keyed {
  readonly id: string;
}
export type StoreCollection = RxCollection<Keyed>;
export type StoreCollections = Readonly<Record<ReplicatedCollection, StoreCollection>>;

/** The replica's documents in this browser, shared by all tabs. */
export interface DocumentStore {
  readonly collections: StoreCollections;
  /** Everything that a collection holds. */
  readonly read: <Name extends ReplicatedCollection>(
    name: Name,
  ) => Promise<readonly StoredDocument<Collections[Name]>[]>;
  close(): Promise<void>;
}

/**
 * Opens the store of this name in the browser's database. `lost` is called when the database is deleted
 * or taken away while it is open.
 * @throws when the browser cannot open it: it is damaged, of another form, or there is no storage
 */
export async function openStore(name: string, lost: () => void): Promise<DocumentStore> {
  let isClosing = false;
  const databases = new Map<string, Dexie>();
  const storage = getRxStorageDexie({
    onCreate: (database, fullName) => {
      databases.set(fullName, database);
      // Someone deletes the database: to keep it open would only block that.
      const report = (): void => {
        if (!isClosing) lost();
      };
      database.on('close', report);
      database.on('versionchange', report);
    },
  });
  const { collections, close } = await openOn(storage, name, true);
  return {
    collections,
    // Past RxDB, whose way by a cursor and through each field takes several times as long.
    async read(collection) {
      const fullName = `rxdb-dexie-${name}--0--${collection}`;
      const database = databases.get(fullName);
      if (database === undefined) throw new Error(`There is no database ${fullName}.`);
      const rows: Internal[] = await database.table(DEXIE_DOCS_TABLE_NAME).toArray();
      return rows.map((row) => toStored(collection, row));
    },
    close: async () => {
      isClosing = true;
      await close();
    },
  };
}

/** Opens a store in memory, for a browser that has no storage for this page. */
export async function openMemoryStore(name: string): Promise<DocumentStore> {
  const { getRxStorageMemory } = await import('rxdb/plugins/storage-memory');
  const { collections, close } = await openOn(getRxStorageMemory(), name, false);
  // It begins empty: what comes later is reported as changes.
  return { collections, read: async () => [], close };
}

async function openOn<Internals, Options>(
  storage: RxStorage<Internals, Options>,
  name: string,
  isShared: boolean,
): Promise<Pick<DocumentStore, 'collections' | 'close'>> {
  const database: RxDatabase<StoreCollections> = await createRxDatabase<StoreCollections>({
    name,
    storage,
    multiInstance: isShared,
    // Nothing is read with live queries.
    eventReduce: false,
  });
  try {
    const schemas = replicatedCollections.map((one) => [one, { schema: replicaSchema(one) }]);
    await database.addCollections(Object.fromEntries(schemas));
  } catch (error) {
    await database.close();
    throw error;
  }
  return { collections: database.collections, close: async () => void (await database.close()) };
}

/** Deletes the browser's databases of a store, also ones that cannot be opened. */
export async function deleteStore(name: string): Promise<void> {
  const names = await Dexie.getDatabaseNames();
  const own = names.filter((one) => one.startsWith(`rxdb-dexie-${name}--`));
  await Promise.all(own.map((one) => Dexie.delete(one)));
}

/** Calls `listener` with each batch of changes, of this and of other tabs; the result stops it. */
export function watchChanges<Name extends ReplicatedCollection>(
  name: Name,
  collection: StoreCollection,
  listener: (rows: readonly StoredDocument<Collections[Name]>[]) => void,
): () => void {
  const subscription = collection.eventBulks$.subscribe(({ events }) => {
    listener(events.map(({ documentData }) => toStored(name, documentData)));
  });
  return () => subscription.unsubscribe();
}

/** What an edit makes of a document as it is at that moment; null while there is none. */
export type Change<Document> = (document: Document | null) => Result<Document, WireFailure>;

/** An edit of one document. */
export interface DocumentEdit<Document> {
  readonly id: string;
  readonly change: Change<Document>;
}

/** What was written; null where there was nothing to write; or why the edit was refused. */
export type WriteOutcome<Document> = Result<StoredDocument<Document> | null, WireFailure>;
type WriteOutcomes<Document> = Map<string, WriteOutcome<Document>>;

export const notStored = failure(
  'edit-not-stored',
  'The browser could not store your edit; nothing was changed.',
  'Try again. If it happens again, check that the disk has room, and reload the page.',
);

/**
 * Writes what edits make of documents as the store has them at that moment, in one transaction. Resolves
 * to what became of each; to {@link notStored} when the browser cannot write.
 */
export async function writeDocuments<Name extends ReplicatedCollection>(
  name: Name,
  collection: StoreCollection,
  edits: readonly DocumentEdit<Collections[Name]>[],
): Promise<ReadonlyMap<string, WriteOutcome<Collections[Name]>>> {
  const outcomes: WriteOutcomes<Collections[Name]> = new Map();
  for (let open = edits; open.length > 0;) {
    try {
      const overtaken = await writeOnce(name, collection, open, outcomes);
      open = open.filter(({ id }) => overtaken.has(id));
    } catch {
      for (const { id } of open) outcomes.set(id, err(notStored));
      break;
    }
  }
  return outcomes;
}

/**
 * Resolves to the ids of documents that somebody else wrote in between: what they wrote has to be read,
 * and changed, again.
 */
async function writeOnce<Name extends ReplicatedCollection>(
  name: Name,
  { storageInstance, database }: StoreCollection,
  edits: readonly DocumentEdit<Collections[Name]>[],
  outcomes: WriteOutcomes<Collections[Name]>,
): Promise<ReadonlySet<string>> {
  const ids = edits.map(({ id }) => id);
  const found = await storageInstance.findDocumentsById(ids, true);
  const before = new Map(found.map((one) => [one.id, one]));
  const rows: BulkWriteRow<Keyed>[] = [];
  for (const { id, change } of edits) {
    const previous = before.get(id);
    const present = previous === undefined ? null : toStored(name, previous).document;
    const desired = change(present);
    if (!desired.ok) outcomes.set(id, desired);
    else if (desired.value === present) outcomes.set(id, ok(null));
    else {
      const document = toWritten(desired.value, previous, database.token);
      rows.push(previous === undefined ? { document } : { previous, document });
      outcomes.set(id, ok(toStored(name, document)));
    }
  }
  if (rows.length === 0) return new Set();
  const { error } = await storageInstance.bulkWrite(rows, 'switchyard-edit');
  const problem = error.find(({ status }) => status !== 409);
  if (problem !== undefined) throw new Error(`${problem.documentId}: ${problem.status}`);
  return new Set(error.map(({ documentId }) => documentId));
}

function toWritten(
  desired: Keyed,
  previous: RxDocumentData<Keyed> | undefined,
  token: string,
): RxDocumentData<Keyed> {
  const { _meta: meta } = previous ?? {};
  return {
    ...desired,
    _deleted: false,
    _attachments: {},
    _meta: { ...meta, lwt: now() },
    _rev: createRevision(token, previous),
  };
}

interface Internal {
  readonly id: string;
  readonly _rev: string;
  /** Text where the browser's database holds it: an index cannot hold a truth value. */
  readonly _deleted: boolean | '0' | '1';
  readonly _meta: unknown;
  readonly _attachments: unknown;
}

/** The document itself, without what RxDB keeps beside it. */
function toStored<Name extends ReplicatedCollection>(
  name: Name,
  kept: Internal,
): StoredDocument<Collections[Name]> {
  const { _rev, _deleted, _meta, _attachments, ...fields } = kept;
  const isDeleted = _deleted === true || _deleted === '1';
  const document = isDeleted ? null : trusted(name, fields);
  return { id: kept.id, height: getHeightOfRevision(_rev), document };
}
