import type { Subscription } from '#shared/lib/disposable.ts';

/** What one listener is still to get. */
export interface Queue<Value> {
  /** The next value as soon as there is one; null after {@link close}. */
  next(): Promise<Value | null>;
  /** Ends it at once, also for who waits. */
  close(): void;
}

/** Those who listen to a feed, each with a queue of its own. Its source runs only while there are any. */
export class Audience<Value, Own extends Queue<Value>> {
  readonly #listen: () => Subscription;
  readonly #queues = new Set<Own>();
  #source: Subscription | null = null;

  /** `listen` starts the source; what it returns stops it. */
  constructor(listen: () => Subscription) {
    this.#listen = listen;
  }

  /** The queues of those who listen now. */
  get queues(): ReadonlySet<Own> {
    return this.#queues;
  }

  /** What comes into `queue` from now on; ends when `signal` aborts or the audience is dismissed. */
  async *follow(queue: Own, signal?: AbortSignal): AsyncGenerator<Value, void, void> {
    const stop = (): void => this.#drop(queue);
    signal?.addEventListener('abort', stop, { once: true });
    this.#queues.add(queue);
    this.#source ??= this.#listen();
    if (signal?.aborted === true) stop();
    try {
      for (let value = await queue.next(); value !== null; value = await queue.next()) {
        yield value;
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
    }
  }

  /** Ends it for all. */
  dismiss(): void {
    for (const queue of this.#queues) this.#drop(queue);
  }

  /** At once, also while the listener is busy with a value. */
  #drop(queue: Own): void {
    queue.close();
    this.#queues.delete(queue);
    if (this.#queues.size > 0) return;
    this.#source?.dispose();
    this.#source = null;
  }
}
