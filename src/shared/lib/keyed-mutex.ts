/** What this needs of an `AbortSignal`, which not all that this code runs in must have. */
export interface StopSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Runs work one at a time per key, in the order asked for; different keys run side by side. */
export class KeyedMutex {
  readonly #tails = new Map<string, Promise<void>>();

  /** Waits for its turn, runs `work`, and passes on its outcome, whichever that is. */
  async run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const { before, release } = this.#queue(key);
    await before;
    try {
      return await work();
    } finally {
      release();
    }
  }

  /**
   * {@link run}, but leaves the queue when `signal` aborts before its turn: then `work` is not done, and
   * what `left` gives is passed on.
   */
  async runUnless<Value>(
    signal: StopSignal,
    key: string,
    work: () => Promise<Value>,
    left: () => Promise<Value>,
  ): Promise<Value> {
    const { before, release } = this.#queue(key);
    const stopped = Promise.withResolvers<'stopped'>();
    const stop = (): void => stopped.resolve('stopped');
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const first = await Promise.race([before, stopped.promise]);
    signal.removeEventListener('abort', stop);
    if (first === 'stopped') {
      // Those behind wait for those before all the same.
      void before.then(release);
      return left();
    }
    try {
      return await work();
    } finally {
      release();
    }
  }

  #queue(key: string): { readonly before: Promise<void>; readonly release: () => void } {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const { promise: turn, resolve } = Promise.withResolvers<void>();
    const tail = before.then(() => turn);
    this.#tails.set(key, tail);
    const release = (): void => {
      resolve();
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    };
    return { before, release };
  }
}
