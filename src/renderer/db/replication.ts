import { Subject, firstValueFrom } from 'rxjs';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import type { RxReplicationState } from 'rxdb/plugins/replication';
import type { RxReplicationPullStreamItem, WithDeleted } from 'rxdb';
import { replicatedCollections } from '#shared/core/records/collections.ts';
import type { Push, WireDocument } from '#shared/contract/documents.ts';
import type { ReplicatedCollection } from '#shared/core/records/collections.ts';
import type { HostClient } from '#shared/contract/contract.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { readStream } from '#renderer/bridge/read-stream.ts';
import type { Keyed, StoreCollection, StoreCollections } from './document-store.ts';
import type { EditableCollection } from './edit-journal.ts';
import { trusted } from './trusted.ts';

/** An edit that the host has answered. */
export interface AnsweredEdit {
  readonly collection: EditableCollection;
  readonly desired: Keyed;
  /** What the host has: the same document when it took it as it was. */
  readonly answer: Keyed & { readonly _deleted?: boolean };
}

/** What the replication reports. */
export interface ReplicationListener {
  /** Everything that the host had is here. */
  synced(): void;
  /** A pull or push failed for another reason than that the host is away; null when it works again. */
  problem(problem: WireFailure | null): void;
  /** The host has answered for an edit. */
  answered(edit: AnsweredEdit): void;
  /**
   * Requests are about to be sent; resolves to what of each document was sent before, and not answered.
   */
  sending(
    collection: EditableCollection,
    requests: readonly Keyed[],
  ): Promise<readonly (readonly Keyed[])[]>;
  /** The host has said something: what is here is what it has, but for what comes right now. */
  heard(): void;
  /**
   * The host answers from this store; false when the replica was made from another one: then nothing of
   * the answer may be kept.
   */
  isKnownStore(storeId: string, isBehind: boolean): Promise<boolean>;
}

type Checkpoint = { readonly sequence: number };
type State = RxReplicationState<Keyed, Checkpoint>;

const pullBatch = 1_000;
const pushBatch = 100;
/** Wait in ms before a pull or push is repeated that the host refused. */
const retryMs = 3_000;

/** Keeps the collections like the host's until the result is called. Only one tab may do so at a time. */
export function replicate(
  collections: StoreCollections,
  workspaceId: string,
  connection: HostConnection,
  listener: ReplicationListener,
): () => Promise<void> {
  const host = new PatientHost(connection, listener);
  const streams = new Map<ReplicatedCollection, Subject<StreamItem>>();
  const states = replicatedCollections.map((name) => {
    const stream = new Subject<StreamItem>();
    streams.set(name, stream);
    return start(name, collections[name], workspaceId, host, stream, listener);
  });
  const stopReading = readStream(
    connection,
    (client, signal) => client.documents.changes({ workspaceId }, { signal }),
    (change) => {
      listener.heard();
      if (change.kind === 'resync') {
        for (const stream of streams.values()) stream.next('RESYNC');
        return;
      }
      const { collection, documents, checkpoint } = change;
      streams
        .get(collection)
        ?.next({ documents: documents.map(received), checkpoint: { sequence: checkpoint } });
    },
  );
  void Promise.all(states.map((state) => state.awaitInitialReplication())).then(() =>
    listener.synced(),
  );
  return async () => {
    stopReading();
    // Cancelled first: what a push gets after that does not count as an answer of the host.
    await Promise.all(states.map((state) => state.cancel()));
    host.stop();
  };
}

type StreamItem = RxReplicationPullStreamItem<Keyed, Checkpoint>;

function start(
  name: ReplicatedCollection,
  collection: StoreCollection,
  workspaceId: string,
  host: PatientHost,
  stream: Subject<StreamItem>,
  listener: ReplicationListener,
): State {
  const state = replicateRxCollection<Keyed, Checkpoint>({
    collection,
    replicationIdentifier: 'host',
    retryTime: retryMs,
    // Which tab replicates is decided outside, and it goes on while nobody looks at it.
    waitForLeadership: false,
    toggleOnDocumentVisible: false,
    pull: {
      batchSize: pullBatch,
      stream$: stream,
      handler: async (last, limit) => {
        const checkpoint = last?.sequence ?? 0;
        const pulled = await host.ask((client) =>
          client.documents.pull({ workspaceId, collection: name, checkpoint, limit }),
        );
        if (pulled === null) return { documents: [], checkpoint: last };
        // A store that was put back from a copy has the same id, and lacks what came after the copy.
        const isBehind = pulled.checkpoint < checkpoint;
        if (!(await listener.isKnownStore(pulled.storeId, isBehind))) {
          return { documents: [], checkpoint: last };
        }
        listener.heard();
        return {
          documents: pulled.documents.map(received),
          checkpoint: { sequence: pulled.checkpoint },
        };
      },
    },
    ...(isEditable(name) ? { push: pushOf(name, workspaceId, host, listener) } : {}),
  });
  if (isEditable(name)) {
    const answered = (desired: Keyed, answer: AnsweredEdit['answer']): void =>
      listener.answered({ collection: name, desired, answer });
    state.sent$.subscribe((desired) => answered(desired, desired));
    state.conflict$.subscribe(({ input }) =>
      answered(input.newDocumentState, input.realMasterState),
    );
  }
  return state;
}

interface PushRow {
  readonly newDocumentState: Keyed;
  readonly assumedMasterState?: Keyed;
}

function pushOf(
  name: EditableCollection,
  workspaceId: string,
  host: PatientHost,
  listener: Pick<ReplicationListener, 'sending'>,
): {
  readonly batchSize: number;
  readonly handler: (rows: readonly PushRow[]) => Promise<WithDeleted<Keyed>[]>;
} {
  return {
    batchSize: pushBatch,
    handler: async (rows) => {
      const requests = rows.map(({ newDocumentState }) => newDocumentState);
      // Noted with each try: an answer that is lost leaves the host with a request that it may have accepted.
      const answer = await host.ask(async (client) => {
        const sent = await listener.sending(name, requests);
        return client.documents.push(pushMessage(name, workspaceId, rows, sent));
      });
      return answer === null ? [] : answer.conflicts.map(received);
    },
  };
}

/** The message that gives the host rows of one collection, and what was `sent` of each before. */
export function pushMessage(
  name: EditableCollection,
  workspaceId: string,
  rows: readonly PushRow[],
  sent: readonly (readonly Keyed[])[] = [],
): Push {
  const pairs = <Name extends EditableCollection>(name: Name) =>
    rows.map(({ assumedMasterState, newDocumentState }, index) => ({
      assumed: assumedMasterState === undefined ? null : trusted(name, assumedMasterState),
      desired: trusted(name, newDocumentState),
      sent: (sent[index] ?? []).map((one) => trusted(name, one)),
    }));
  return name === 'epics'
    ? { workspaceId, collection: name, rows: pairs(name) }
    : { workspaceId, collection: name, rows: pairs(name) };
}

function isEditable(name: ReplicatedCollection): name is EditableCollection {
  return name === 'epics' || name === 'tasks';
}

function received(document: WireDocument): WithDeleted<Keyed> {
  return { ...document, _deleted: document['_deleted'] === true };
}

/** Asks the host however long it takes: while it is away, waits until it is back. */
class PatientHost {
  readonly #connection: HostConnection;
  readonly #listener: ReplicationListener;
  readonly #stopped = new Subject<null>();
  #isStopped = false;
  #hasProblem = false;

  constructor(connection: HostConnection, listener: ReplicationListener) {
    this.#connection = connection;
    this.#listener = listener;
  }

  /**
   * The answer of the host; null when this was stopped meanwhile, which must then count as no answer.
   * @throws when the host refuses; the replication asks again later
   */
  async ask<Value>(
    work: (client: HostClient) => Promise<Result<Value, WireFailure>>,
  ): Promise<Value | null> {
    while (!this.#isStopped) {
      const answer = await this.#connection.call(work);
      if (this.#isStopped) return null;
      if (answer.ok) {
        this.#report(null);
        return answer.value;
      }
      if (answer.error.code !== 'host-away') {
        this.#report(answer.error);
        throw new Error(answer.error.message);
      }
      await this.#whenBack();
    }
    return null;
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopped.next(null);
  }

  #report(problem: WireFailure | null): void {
    if (problem === null && !this.#hasProblem) return;
    this.#hasProblem = problem !== null;
    this.#listener.problem(problem);
  }

  async #whenBack(): Promise<void> {
    if (this.#connection.client() !== null) return;
    const back = new Subject<null>();
    const unsubscribe = this.#connection.subscribe(() => {
      if (this.#connection.client() !== null) back.next(null);
    });
    const stopped = this.#stopped.subscribe(back);
    await firstValueFrom(back);
    unsubscribe();
    stopped.unsubscribe();
  }
}
