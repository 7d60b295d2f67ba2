/** Bytes that are said to be parsed at once, at the latest: a part of what the host calls being behind. */
export const batchBytes = 32 * 1024;
/** The longest that parsed bytes are not said to be, in ms: a part of the host's patience. */
const longestMs = 30;

/** Says what was parsed, in few messages. */
export class Acknowledger {
  readonly #send: (bytes: number) => void;
  #parsed = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(send: (bytes: number) => void) {
    this.#send = send;
  }

  /** `bytes` more were parsed. */
  parsed(bytes: number): void {
    this.#parsed += bytes;
    if (this.#parsed >= batchBytes) this.#say();
    else if (this.#parsed > 0) this.#timer ??= setTimeout(() => this.#say(), longestMs);
  }

  #say(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const all = this.#parsed;
    this.#parsed = 0;
    this.#send(all);
  }
}
