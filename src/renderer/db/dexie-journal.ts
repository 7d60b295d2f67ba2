import { Dexie, liveQuery } from 'dexie';
import type { EntityTable, Table } from 'dexie';
import { answeredEntry, editedAgain, withSent } from './edit-journal.ts';
import type {
  EditableCollection,
  EditJournal,
  EditKey,
  JournalEntry,
  JournalView,
  ReplicaRecord,
} from './edit-journal.ts';

type Key = [workspaceId: string, collection: EditableCollection, id: string];

const name = 'switchyard-journal';

/** The name of `desired` in stored entries: tabs with pages of earlier versions read and write them too. */
const storedDesired = 'wished';

/** An entry as the browser stores it. */
interface StoredEntry extends Omit<JournalEntry, 'desired'> {
  readonly [storedDesired]: JournalEntry['desired'];
}

function toStored({ desired, ...rest }: JournalEntry): StoredEntry {
  return { ...rest, [storedDesired]: desired };
}

function fromStored({ [storedDesired]: desired, ...rest }: StoredEntry): JournalEntry {
  return { ...rest, desired };
}

/**
 * Opens the journal in a small database of its own; one that is damaged beyond opening is replaced,
 * one that cannot be opened just now is left as it is.
 * `lost` is called when it is deleted or taken away while it is open.
 * @throws when the browser has no storage for this page, or not now
 */
export async function openDexieJournal(lost: () => void): Promise<EditJournal> {
  try {
    return await open(lost);
  } catch (error) {
    if (mayPass(error)) throw error;
    await Dexie.delete(name);
    return open(lost);
  }
}

/** What the browser says of a full disk or of trouble of its own: the edits may be there the next time. */
const passing = new Set(['QuotaExceededError', 'UnknownError', 'AbortError', 'TimeoutError']);

function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner = 'inner' in error ? error.inner : null;
  return passing.has(error.name) || (inner instanceof Error && passing.has(inner.name));
}

async function open(lost: () => void): Promise<EditJournal> {
  const database = new Dexie(name);
  database.version(1).stores({
    edits: '[workspaceId+collection+id], workspaceId',
    replicas: 'database, workspaceId',
  });
  await database.open();
  let isClosing = false;
  const report = (): void => {
    if (!isClosing) lost();
  };
  database.on('close', report);
  const edits: Table<StoredEntry, Key> = database.table('edits');
  const replicas: EntityTable<ReplicaRecord, 'database'> = database.table('replicas');
  const read = async (workspaceId: string): Promise<JournalView> => ({
    entries: (await edits.where({ workspaceId }).toArray()).map(fromStored),
    records: await replicas.where({ workspaceId }).toArray(),
  });
  // Also opens when its tables are not what they should be; that shows only here.
  await read('').catch((error: unknown) => {
    isClosing = true;
    database.close();
    throw error;
  });
  return {
    read,
    ...editsIn(database, edits),
    setRecord: async (record) => void (await replicas.put(record)),
    removeRecord: (database) => replicas.delete(database),
    watch: (workspaceId, listener) => {
      const subscription = liveQuery(() => read(workspaceId)).subscribe({
        next: listener,
        // The database is gone: `lost` has reported it.
        error: () => undefined,
      });
      return () => subscription.unsubscribe();
    },
    close: () => {
      isClosing = true;
      database.close();
    },
  };
}

/** What is done with edits, each in a transaction. */
function editsIn(
  database: Dexie,
  edits: Table<StoredEntry, Key>,
): Pick<EditJournal, 'put' | 'sending' | 'settle' | 'remove'> {
  return {
    put: (entries) =>
      database.transaction('rw', edits, async () => {
        const known = await entriesOf(edits, entries);
        await edits.bulkPut(
          entries.map((entry, index) => toStored(editedAgain(known[index] ?? null, entry))),
        );
        return known;
      }),
    sending: (requests) =>
      database.transaction('rw', edits, async () => {
        const known = await entriesOf(edits, requests);
        await edits.bulkPut(
          requests.flatMap(({ desired }, index) => {
            const entry = known[index];
            return entry ? [toStored(withSent(entry, desired))] : [];
          }),
        );
        return known.map((entry) => entry?.sent ?? []);
      }),
    settle: (answers) =>
      database.transaction('rw', edits, async () => {
        const known = await entriesOf(edits, answers);
        const gone: Key[] = [];
        const kept: StoredEntry[] = [];
        for (const [index, answer] of answers.entries()) {
          const entry = known[index];
          if (!entry) continue;
          if (answer.isAnswered(entry)) gone.push(keyOf(entry));
          else kept.push(toStored(answeredEntry(entry, answer)));
        }
        await Promise.all([edits.bulkDelete(gone), edits.bulkPut(kept)]);
      }),
    remove: (keys) => edits.bulkDelete(keys.map(keyOf)),
  };
}

/** The entries with these keys, in their order; null where there is none. */
async function entriesOf(
  edits: Table<StoredEntry, Key>,
  keys: readonly EditKey[],
): Promise<readonly (JournalEntry | null)[]> {
  const stored = await edits.bulkGet(keys.map(keyOf));
  return stored.map((entry) => (entry === undefined ? null : fromStored(entry)));
}

function keyOf({ workspaceId, collection, id }: EditKey): Key {
  return [workspaceId, collection, id];
}
