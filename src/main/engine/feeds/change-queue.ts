import type { ChangeOf } from '#shared/contract/documents.ts';

/**
 * What one subscriber of the change feed is still to get. It begins with `resync`; a subscriber that
 * is too far behind gets `resync` instead of all that it missed, because a pull brings that too.
 */
export class ChangeQueue<Name extends string> {
  readonly #limit: number;
  #changes: ChangeOf<Name>[] = [{ kind: 'resync' }];
  #documents = 0;
  #waiting: PromiseWithResolvers<void> | null = null;
  #isClosed = false;

  /** `limit` is the number of documents that may wait. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Puts a change at the end. */
  push(change: Extract<ChangeOf<Name>, { kind: 'changed' }>): void {
    // The pull that follows a resync will find this change in the store.
    if (this.#isClosed || this.#changes.at(-1)?.kind === 'resync') return;
    this.#documents += change.documents.length;
    if (this.#documents > this.#limit) {
      this.#changes = [{ kind: 'resync' }];
      this.#documents = 0;
    } else {
      this.#changes.push(change);
    }
    this.#waiting?.resolve();
  }

  /** The next change as soon as there is one; null after {@link close}. */
  async next(): Promise<ChangeOf<Name> | null> {
    while (!this.#isClosed) {
      const change = this.#changes.shift();
      if (change !== undefined) {
        if (change.kind === 'changed') this.#documents -= change.documents.length;
        return change;
      }
      this.#waiting = Promise.withResolvers();
      await this.#waiting.promise;
    }
    return null;
  }

  /** Ends it; whoever waits gets null. */
  close(): void {
    this.#isClosed = true;
    this.#changes = [];
    this.#waiting?.resolve();
  }
}
