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
  const tell = (): void => {
    if (!isClosing) lost();
  };
  database.on('close', tell);
  const edits: Table<JournalEntry, Key> = database.table('edits');
  const replicas: EntityTable<ReplicaRecord, 'database'> = database.table('replicas');
  const read = async (workspaceId: string): Promise<JournalView> => ({
    entries: await edits.where({ workspaceId }).toArray(),
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
  edits: Table<JournalEntry, Key>,
): Pick<EditJournal, 'put' | 'sending' | 'settle' | 'remove'> {
  return {
    put: (entries) =>
      database.transaction('rw', edits, async () => {
        const known = await edits.bulkGet(entries.map(keyOf));
        await edits.bulkPut(
          entries.map((entry, index) => editedAgain(known[index] ?? null, entry)),
        );
        return known.map((entry) => entry ?? null);
      }),
    sending: (wishes) =>
      database.transaction('rw', edits, async () => {
        const known = await edits.bulkGet(wishes.map(keyOf));
        await edits.bulkPut(
          wishes.flatMap(({ wished }, index) => {
            const entry = known[index];
            return entry === undefined ? [] : [withSent(entry, wished)];
          }),
        );
        return known.map((entry) => entry?.sent ?? []);
      }),
    settle: (answers) =>
      database.transaction('rw', edits, async () => {
        const known = await edits.bulkGet(answers.map(keyOf));
        const gone: Key[] = [];
        const kept: JournalEntry[] = [];
        for (const [index, answer] of answers.entries()) {
          const entry = known[index];
          if (entry === undefined) continue;
          if (answer.isAnswered(entry)) gone.push(keyOf(entry));
          else kept.push(answeredEntry(entry, answer));
        }
        await Promise.all([edits.bulkDelete(gone), edits.bulkPut(kept)]);
      }),
    remove: (keys) => edits.bulkDelete(keys.map(keyOf)),
  };
}

function keyOf({ workspaceId, collection, id }: EditKey): Key {
  return [workspaceId, collection, id];
}
