import { Dexie } from 'dexie';
import type { EntityTable, Table } from 'dexie';
import type { Epic } from '#shared/model/epic.ts';
import type { Task } from '#shared/model/task.ts';

/** Collections that the page may edit. */
export type EditableCollection = 'epics' | 'tasks';

/** An edit that the host has not taken yet. */
export interface JournalEntry {
  readonly workspaceId: string;
  readonly collection: EditableCollection;
  readonly id: string;
  /** The document before the first edit that was not sent; null for a new one. */
  readonly assumed: Epic | Task | null;
  /** The document as it is wished now. */
  readonly wished: Epic | Task;
}

/** What is known of a workspace's replica in this browser. */
export interface ReplicaRecord {
  readonly workspaceId: string;
  /** Name of the database that holds the documents. */
  readonly database: string;
  /** When it last was the same as the host's state, epoch ms; null before the first time. */
  readonly syncedAt: number | null;
}

type EntryKey = [workspaceId: string, collection: EditableCollection, id: string];

const name = 'switchyard-journal';

/**
 * What must outlive the replica: edits that the host has not taken yet, and which database belongs to a
 * workspace. A small database of its own, whose form does not follow that of the documents.
 */
export class EditJournal {
  readonly #database: Dexie;
  readonly #edits: Table<JournalEntry, EntryKey>;
  readonly #replicas: EntityTable<ReplicaRecord, 'workspaceId'>;

  private constructor(database: Dexie) {
    this.#database = database;
    this.#edits = database.table('edits');
    this.#replicas = database.table('replicas');
  }

  /** Opens the journal; one that is damaged beyond opening is replaced by an empty one. */
  static async open(): Promise<EditJournal> {
    try {
      return await EditJournal.#openOnce();
    } catch {
      await Dexie.delete(name);
      return EditJournal.#openOnce();
    }
  }

  static async #openOnce(): Promise<EditJournal> {
    const database = new Dexie(name);
    database.version(1).stores({
      edits: '[workspaceId+collection+id], workspaceId',
      replicas: 'workspaceId',
    });
    await database.open();
    return new EditJournal(database);
  }

  /** Calls `listener` when the database was deleted or taken away under our feet. */
  onLost(listener: () => void): void {
    this.#database.on('close', listener);
  }

  /** Adds an edit to what is known of the document: its first state stays, the wish is the newest. */
  async put(entry: JournalEntry): Promise<void> {
    await this.#database.transaction('rw', this.#edits, async () => {
      const known = await this.#edits.get(keyOf(entry));
      await this.#edits.put(known === undefined ? entry : { ...entry, assumed: known.assumed });
    });
  }

  /**
   * The host has answered for a document: the entry goes, unless `isAnswered` says of its wish that it is
   * a later one; then what the host has now is what that wish is based on.
   */
  async settle(
    answered: JournalEntry,
    isAnswered: (entry: JournalEntry) => boolean,
  ): Promise<void> {
    await this.#database.transaction('rw', this.#edits, async () => {
      const entry = await this.#edits.get(keyOf(answered));
      if (entry === undefined) return;
      if (isAnswered(entry)) await this.#edits.delete(keyOf(answered));
      else await this.#edits.put({ ...entry, assumed: answered.wished });
    });
  }

  /** Forgets an edit that did not happen. */
  async remove(entry: Pick<JournalEntry, 'workspaceId' | 'collection' | 'id'>): Promise<void> {
    await this.#edits.delete(keyOf(entry));
  }

  /** All edits of a workspace that the host has not taken, in no order. */
  entries(workspaceId: string): Promise<JournalEntry[]> {
    return this.#edits.where({ workspaceId }).toArray();
  }

  async replica(workspaceId: string): Promise<ReplicaRecord | null> {
    return (await this.#replicas.get(workspaceId)) ?? null;
  }

  async setReplica(record: ReplicaRecord): Promise<void> {
    await this.#replicas.put(record);
  }

  close(): void {
    this.#database.close();
  }
}

function keyOf({
  workspaceId,
  collection,
  id,
}: Pick<JournalEntry, 'workspaceId' | 'collection' | 'id'>): EntryKey {
  return [workspaceId, collection, id];
}
