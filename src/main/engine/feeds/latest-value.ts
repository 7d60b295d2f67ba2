/** Hands values from one who has them to one who waits; only the newest of them is kept. */
export class LatestValue<Value> {
  #pending: { readonly value: Value } | null = null;
  #waiting: PromiseWithResolvers<void> | null = null;
  #isClosed = false;

  /** Takes the place of a value that nobody has taken yet. */
  set(value: Value): void {
    this.#pending = { value };
    this.#waiting?.resolve();
  }

  /** The newest value as soon as there is one; null after {@link close}. */
  async next(): Promise<Value | null> {
    while (!this.#isClosed) {
      const pending = this.#pending;
      this.#pending = null;
      if (pending !== null) return pending.value;
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
    return null;
  }

  /** Ends it; whoever waits gets null. */
  close(): void {
    this.#isClosed = true;
    this.#waiting?.resolve();
  }
}
