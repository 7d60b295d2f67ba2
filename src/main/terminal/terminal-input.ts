/** Bytes written to the terminal at once; the kernel passes input on in pieces of this order. */
const pieceBytes = 4096;
/** How long to wait when the program does not read; doubled up to the limit. */
const firstPauseMs = 1;
const longestPauseMs = 50;

/**
 * Feeds typed or pasted text to a program as fast as it takes it. It waits with growing pauses when
 * the program does not read, where retrying at once would keep a processor busy.
 */
export class TerminalInput {
  readonly #writeSome: (bytes: Uint8Array) => number;
  #waiting: Uint8Array[] = [];
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  /** `writeSome` writes without blocking and returns how many bytes it could; 0 means "not now". */
  constructor(writeSome: (bytes: Uint8Array) => number) {
    this.#writeSome = writeSome;
  }

  /** Adds text behind what still waits. */
  push(text: string): void {
    if (this.#closed || text === '') return;
    this.#waiting.push(Buffer.from(text));
    if (this.#timer === null) this.#pump();
  }

  /** Drops what still waits; later text is ignored. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #pump(): void {
    for (let first = this.#waiting.shift(); first !== undefined; first = this.#waiting.shift()) {
      const written = this.#writeSome(first.subarray(0, pieceBytes));
      if (this.#closed) return;
      if (written < first.length) this.#waiting.unshift(first.subarray(written));
      if (written === 0) {
        this.#pauseMs = Math.min(this.#pauseMs * 2, longestPauseMs);
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#pump();
        }, this.#pauseMs);
        return;
      }
      this.#pauseMs = firstPauseMs;
    }
  }
}
