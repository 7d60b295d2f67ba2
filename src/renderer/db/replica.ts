import { byName } from '#shared/core/records/collection-table.ts';
import { collections, replicatedCollections } from '#shared/core/records/collections.ts';
import type { Collections, ReplicatedCollection } from '#shared/core/records/collections.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { openDexieJournal } from './dexie-journal.ts';
import { deleteStore, watchChanges } from './document-store.ts';
import type { DocumentEdit } from './document-store.ts';
import type { EditableCollection, JournalEntry } from './edit-journal.ts';
import { restoreEdits } from './restore-edits.ts';
import { whenLeader } from './leadership.ts';
import { LiveDocuments } from './live-documents.ts';
import { databaseName, deleteOldReplicas, openStores, storeKinds } from './open-stores.ts';
import type { ReplicaStores, StoreKind } from './open-stores.ts';
import { reapplyEntry } from './reapply.ts';
import type { LiveCollections } from './reapply.ts';
import { leadReplication } from './replica-lead.ts';
import { emptyReplicaState } from './replica-state.ts';
import type { ReplicaState } from './replica-state.ts';
import { writeEdits } from './write-edits.ts';
import type { BegunEdit } from './write-edits.ts';

export interface ReplicaOptions {
  readonly workspaceId: string;
  readonly connection: HostConnection;
  readonly clock: Clock;
  /** Edits that were not sent, of a replica whose storage was cleared while it was open. */
  readonly unsent: readonly JournalEntry[];
  /** The replica is of no use any more: its database is gone, or is of a store that was replaced. */
  lost(isReplaced: boolean): void;
  /** Something that the person should hear about their edits. */
  notify(text: string): void;
}

/** About a frame, in ms; not a real one, because a hidden tab has none. */
const frameMs = 16;

/** The page's copy of a workspace's documents (ADR 1). */
export class Replica {
  readonly documents: LiveCollections;
  /** Whether it is kept between visits, and whether it had to be made again. */
  readonly kind: StoreKind;
  readonly #options: ReplicaOptions;
  readonly #closed: () => void;
  readonly #stores: ReplicaStores;
  readonly #writes = new KeyedMutex();
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #stopLeading: (() => Promise<void>) | null = null;
  #unsent: readonly JournalEntry[];
  #restoredEdits = 0;
  #isRead = false;
  #hasSynced = false;
  #state: ReplicaState = emptyReplicaState;
  #isClosed = false;

  /** `closed` is called when the database was let go. */
  constructor(options: ReplicaOptions, stores: ReplicaStores, closed: () => void) {
    this.#options = options;
    this.#unsent = options.unsent;
    this.#closed = closed;
    this.#stores = stores;
    this.kind = stores.kind;
    this.documents = liveOf<Pick<Collections, ReplicatedCollection>>(replicatedCollections);
  }

  get state(): ReplicaState {
    return this.#state;
  }

  /** Edits that the host has not answered, as they were last known here, whatever became of the storage. */
  get unsent(): readonly JournalEntry[] {
    return this.#unsent;
  }

  /** How many of its edits were gone from the browser and are restored. */
  get restoredEdits(): number {
    return this.#restoredEdits;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads what is stored and begins to follow; resolves when the first collections are read. */
  async start(): Promise<void> {
    const { workspaceId, unsent } = this.#options;
    // Before anything is sent or shown, so that they are as edits of an earlier visit.
    this.#restoredEdits = await restoreEdits(this.#stores.journal, workspaceId, unsent);
    this.#followJournal();
    this.#followRefusals(new BroadcastChannel(`switchyard-refusals-${workspaceId}`));
    const reads = replicatedCollections.map((name) => this.#read(name));
    const first = reads.filter(({ name }) => collections[name].replicated === 'first');
    await Promise.all(first.map(({ done }) => done));
    this.#isRead = true;
    this.#update({});
    this.#stops.push(whenLeader(this.#stores.database, () => this.#lead()));
    void deleteOldReplicas(workspaceId, this.#stores).catch(() => undefined);
  }

  /**
   * Edits documents of a collection: shown at once, written to the browser together, and sent to the host
   * when it is there. None is begun when one of them is refused. Resolves when the browser has them;
   * refused when it could not write them, or when one was refused by what the browser has by then.
   */
  async edit<Name extends EditableCollection>(
    collection: Name,
    edits: readonly DocumentEdit<Collections[Name]>[],
  ): Promise<Result<null, WireFailure>> {
    const live: LiveDocuments<Collections[Name]> = this.documents[collection];
    const begun: BegunEdit<Collections[Name]>[] = [];
    for (const { id, change } of edits) {
      const before = live.snapshot().get(id) ?? null;
      const desired = change(before);
      if (!desired.ok) return desired;
      if (desired.value !== before) begun.push({ id, change, before, desired: desired.value });
    }
    if (begun.length === 0) return ok(null);
    const end = live.show(
      begun.map(({ id, change }) => ({
        id,
        transform: (present) => {
          const changed = change(present);
          return changed.ok ? changed.value : present;
        },
      })),
    );
    const { workspaceId } = this.#options;
    return this.#writes.run(collection, async () => {
      const { written, problem } = await writeEdits(this.#stores, workspaceId, collection, begun);
      end(written);
      return problem === null ? ok(null) : err(problem);
    });
  }

  /** Stops following and replicating, and lets the database go. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#stops.splice(0)) stop();
    this.#listeners.clear();
    try {
      await this.#stopLeading?.();
      await this.#stores.store.close();
    } finally {
      this.#stores.journal.close();
      this.#closed();
    }
  }

  /** Reads one collection; the result says which, and when it is there. */
  #read<Name extends ReplicatedCollection>(
    name: Name,
  ): { readonly name: Name; readonly done: Promise<void> } {
    const live: LiveDocuments<Collections[Name]> = this.documents[name];
    return { name, done: this.#load(name, live) };
  }

  async #load<Name extends ReplicatedCollection>(
    name: Name,
    live: LiveDocuments<Collections[Name]>,
  ): Promise<void> {
    const collection = this.#stores.store.collections[name];
    // Followed before it is read: no change can fall between.
    this.#stops.push(watchChanges(name, collection, (rows) => live.apply(rows)));
    live.load(await this.#stores.store.read(name));
  }

  #followJournal(): void {
    const { journal, database } = this.#stores;
    this.#stops.push(
      journal.watch(this.#options.workspaceId, ({ entries, records }) => {
        const record = records.find((one) => one.database === database);
        const lastSyncedAt = record?.syncedAt ?? null;
        // What was fetched is shown before the replica counts as loaded.
        if (!this.#hasSynced && lastSyncedAt !== null) this.#flush();
        this.#hasSynced = lastSyncedAt !== null;
        this.#unsent = entries;
        this.#update({ pendingEdits: entries.length, lastSyncedAt });
      }),
    );
  }

  #flush(): void {
    for (const live of Object.values(this.documents)) live.flush();
  }

  /** Refusals are shown in all tabs: the one that replicates need not be the one that edited. */
  #followRefusals(channel: BroadcastChannel): void {
    channel.addEventListener('message', ({ data }) => this.#options.notify(String(data)));
    this.#notify = (text) => {
      channel.postMessage(text);
      this.#options.notify(text);
    };
    this.#stops.push(() => channel.close());
  }

  #notify: (text: string) => void = () => undefined;

  #lead(): void {
    if (this.#isClosed) return;
    const { connection, clock, workspaceId } = this.#options;
    this.#stopLeading = leadReplication(
      { workspaceId, stores: this.#stores, connection, clock },
      {
        problem: (problem) => this.#update({ problem }),
        refused: (text) => this.#notify(text),
        replaced: () => this.#options.lost(true),
        reapply: (entry) => reapplyEntry(this, clock, entry),
      },
    );
  }

  #update(change: Partial<ReplicaState>): void {
    if (this.#isClosed) return;
    const isRead = this.#isRead;
    const next = { ...this.#state, ...change, isRead, isLoaded: isRead && this.#hasSynced };
    const isSame =
      next.isRead === this.#state.isRead &&
      next.isLoaded === this.#state.isLoaded &&
      next.pendingEdits === this.#state.pendingEdits &&
      next.lastSyncedAt === this.#state.lastSyncedAt &&
      next.problem === this.#state.problem;
    if (isSame) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }
}

function liveOf<Documents extends object>(
  names: readonly (keyof Documents)[],
): { readonly [Name in keyof Documents]: LiveDocuments<Documents[Name]> } {
  return byName<{ readonly [Name in keyof Documents]: LiveDocuments<Documents[Name]> }>(
    names,
    () =>
      new LiveDocuments((work) => {
        const timer = setTimeout(work, frameMs);
        return () => clearTimeout(timer);
      }),
  );
}

/** Opens the replica of a workspace; it waits for the browser's storage, never for the host. */
export async function openReplica(options: ReplicaOptions): Promise<Replica> {
  const release = await takeTurn(options.workspaceId);
  let problem: unknown = null;
  for (const kind of storeKinds) {
    try {
      return await openOnce(options, kind, release);
    } catch (error) {
      problem = error;
    }
  }
  release();
  throw problem;
}

async function openOnce(
  options: ReplicaOptions,
  kind: StoreKind,
  release: () => void,
): Promise<Replica> {
  let isStarted = false;
  const stores = await openStores(options.workspaceId, kind, () => options.lost(false));
  const replica = new Replica(options, stores, () => {
    if (isStarted) release();
  });
  try {
    await replica.start();
    isStarted = true;
    return replica;
  } catch (error) {
    await replica.close().catch(() => undefined);
    throw error;
  }
}

const turns = new KeyedMutex();

/** RxDB opens a database once per page: the next one waits until the one before it is closed. */
async function takeTurn(workspaceId: string): Promise<() => void> {
  const taken = Promise.withResolvers<void>();
  const { promise: over, resolve: release } = Promise.withResolvers<void>();
  void turns.run(workspaceId, async () => {
    taken.resolve();
    await over;
  });
  await taken.promise;
  return release;
}

/** Deletes the browser's copy of a workspace's documents; edits that were not sent stay in the journal. */
export async function deleteReplica(workspaceId: string): Promise<void> {
  const database = databaseName(workspaceId);
  await deleteStore(database);
  const journal = await openDexieJournal(() => undefined);
  try {
    await journal.removeRecord(database);
  } finally {
    journal.close();
  }
}
