import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { EditJournal, ReplicaRecord } from './edit-journal.ts';

/** What it is kept in. */
export interface KnownStoreParts {
  readonly journal: Pick<EditJournal, 'read' | 'setRecord'>;
  readonly workspaceId: string;
  /** Name of the database that holds the documents. */
  readonly database: string;
}

/** Which store of the host a replica is made from, as its record says. */
export class KnownStore {
  readonly #parts: KnownStoreParts;
  readonly #turns = new KeyedMutex();
  #id: string | null = null;

  constructor(parts: KnownStoreParts) {
    this.#parts = parts;
  }

  /**
   * Whether the replica is made from the store with this id; a replica that is of none yet is from now
   * on, and its record says so before its first document is kept.
   */
  async is(id: string): Promise<boolean> {
    return this.#turns.run('id', async () => {
      this.#id ??= await this.#remember(id);
      return this.#id === id;
    });
  }

  /** Writes down that the replica was the same as the host's state, at this time in epoch ms. */
  async synced(syncedAt: number): Promise<void> {
    const { journal, workspaceId, database } = this.#parts;
    const known = this.#id === null ? {} : { storeId: this.#id };
    await journal.setRecord({ database, workspaceId, syncedAt, ...known });
  }

  async #remember(id: string): Promise<string> {
    const { journal, workspaceId, database } = this.#parts;
    const { records } = await journal.read(workspaceId);
    const fresh: ReplicaRecord = { database, workspaceId, syncedAt: null };
    const record = records.find((one) => one.database === database) ?? fresh;
    if (record.storeId !== undefined) return record.storeId;
    await journal.setRecord({ ...record, storeId: id });
    return id;
  }
}
