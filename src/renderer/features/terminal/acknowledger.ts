/**
 * Bytes that are said to be parsed at once, at least. Less than the host's low mark: what is never said
 * at the end must not count as being behind.
 */
export const batchBytes = 4_096;

/** Says what was parsed, in few messages. */
export class Acknowledger {
  readonly #send: (bytes: number) => void;
  #parsed = 0;

  constructor(send: (bytes: number) => void) {
    this.#send = send;
  }

  /** `bytes` more were parsed. */
  parsed(bytes: number): void {
    this.#parsed += bytes;
    if (this.#parsed < batchBytes) return;
    const all = this.#parsed;
    this.#parsed = 0;
    this.#send(all);
  }
}
