import type { ChangeOf, WireDocument } from '#shared/contract/documents.ts';
import { replicatedNamesOf } from '#shared/core/records/collection-table.ts';
import type {
  ReplicatedNameOf,
  Shapes as AnyShapes,
} from '#shared/core/records/collection-table.ts';
import type { Shapes } from '#shared/core/records/collections.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import type { Logger } from '#shared/lib/logger.ts';
import type { Change, Store } from '#main/store/store.ts';
import { Audience } from './audience.ts';
import { ChangeQueue } from './change-queue.ts';

/** Documents of a collection in the order of their last change. */
export interface PulledDocuments {
  readonly documents: WireDocument[];
  /** Sequence number to go on from. */
  readonly checkpoint: number;
  /** Which store they are of. */
  readonly storeId: string;
}

export interface DocumentFeedOptions {
  /** How often the writes of other processes are looked for while somebody listens, in ms. */
  readonly foreignMs?: number;
  /** Commits that follow each other within so many ms are sent together. */
  readonly gatherMs?: number;
  /** Documents in one message. */
  readonly pieceSize?: number;
  /** Documents that may wait for one subscriber. */
  readonly queueLimit?: number;
}

/**
 * The documents of one workspace as its pages replicate them: what changed since a checkpoint, and
 * what changes from now on. It costs nothing while nobody subscribes.
 */
export class DocumentFeed<S extends AnyShapes = Shapes> {
  readonly #store: Store<S>;
  readonly #logger: Logger;
  readonly #options: Required<DocumentFeedOptions>;
  readonly #audience = new Audience<
    ChangeOf<ReplicatedNameOf<S>>,
    ChangeQueue<ReplicatedNameOf<S>>
  >(() => this.#listen());
  /** Sequence number up to which the subscribers have the changes. */
  #sentUntil = 0;
  #foreign = -1;
  #gathering: NodeJS.Timeout | null = null;
  /** Why the last reading failed, so that the same is logged once; null when it did not. */
  #problem: string | null = null;

  constructor(store: Store<S>, logger: Logger, options: DocumentFeedOptions = {}) {
    this.#store = store;
    this.#logger = logger;
    const defaults = { foreignMs: 300, gatherMs: 20, pieceSize: 500, queueLimit: 5_000 };
    this.#options = { ...defaults, ...options };
  }

  /** How many listen now. */
  get subscribers(): number {
    return this.#audience.queues.size;
  }

  /**
   * Up to `limit` documents that changed after `checkpoint`, oldest change first; fewer than `limit`
   * means that there are no more. A checkpoint from the future, of a store that was replaced, counts
   * as 0.
   */
  pull(collection: ReplicatedNameOf<S>, checkpoint: number, limit: number): PulledDocuments {
    const from = checkpoint > this.#store.lastSequence() ? 0 : checkpoint;
    const changes = this.#store.changes(collection, from, limit);
    return {
      documents: changes.map(wireDocument),
      checkpoint: changes.at(-1)?.sequence ?? from,
      storeId: this.#store.id,
    };
  }

  /** The changes from now on, beginning with `resync`; ends when `signal` aborts or the feed closes. */
  changes(signal?: AbortSignal): AsyncGenerator<ChangeOf<ReplicatedNameOf<S>>, void, void> {
    return this.#audience.follow(new ChangeQueue(this.#options.queueLimit), signal);
  }

  /** Ends all subscriptions. */
  close(): void {
    this.#audience.dismiss();
  }

  #listen(): Subscription {
    this.#sentUntil = this.#store.lastSequence();
    const commits = this.#store.onCommit(() => this.#gather());
    this.#foreign = this.#store.foreignVersion();
    const timer = setInterval(
      () => this.#guarded(() => this.#lookAbroad()),
      this.#options.foreignMs,
    );
    return {
      dispose: () => {
        clearInterval(timer);
        commits.dispose();
        if (this.#gathering !== null) clearTimeout(this.#gathering);
        this.#gathering = null;
      },
    };
  }

  #gather(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = null;
      this.#guarded(() => this.#send());
    }, this.#options.gatherMs);
  }

  #lookAbroad(): void {
    const version = this.#store.foreignVersion();
    if (version === this.#foreign) return;
    this.#send();
    this.#foreign = version;
  }

  /** A store that cannot be read now is asked again the next time. */
  #guarded(work: () => void): void {
    try {
      work();
      this.#problem = null;
    } catch (error) {
      const problem = String(error);
      if (problem !== this.#problem) this.#logger.warn(`Changes could not be read: ${problem}`);
      this.#problem = problem;
      // No version: the next look abroad reads whatever is still to be sent.
      this.#foreign = -1;
    }
  }

  /** Reads what changed since the last time and gives it to each subscriber. */
  #send(): void {
    const until = this.#store.lastSequence();
    for (const name of replicatedNamesOf(this.#store.table))
      this.#sendOf(name, this.#sentUntil, until);
    this.#sentUntil = until;
  }

  #sendOf(collection: ReplicatedNameOf<S>, from: number, until: number): void {
    const { pieceSize } = this.#options;
    for (let checkpoint = from; checkpoint < until;) {
      const read = this.#store.changes(collection, checkpoint, pieceSize);
      // What another process wrote since `until` was read is sent the next time.
      const changes = read.filter(({ sequence }) => sequence <= until);
      const last = changes.at(-1);
      if (last === undefined) return;
      checkpoint = last.sequence;
      const documents = changes.map(wireDocument);
      for (const queue of this.#audience.queues) {
        queue.push({ kind: 'changed', collection, documents, checkpoint });
      }
      if (changes.length < pieceSize) return;
    }
  }
}

/** The present state of a document, or that it is gone. */
function wireDocument({ id, document }: Change<{ readonly id: string }>): WireDocument {
  return document ?? { id, _deleted: true };
}
