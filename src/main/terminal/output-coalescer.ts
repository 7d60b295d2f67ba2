const blockBytes = 64 * 1024;
/** Short enough not to be seen, long enough to spare a message per read (DESIGN 5). */
const joinMs = 5;

/**
 * Joins many small reads to few pieces, in order: the first after a silence is passed on at the end
 * of the same turn of the event loop, later ones every 5 ms or 64 KiB.
 */
export class OutputCoalescer {
  readonly #emit: (bytes: Uint8Array<ArrayBuffer>) => void;
  #block = new Uint8Array(blockBytes);
  #start = 0;
  #end = 0;
  #immediate: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `emit` may keep the bytes it is given but must not change them. */
  constructor(emit: (bytes: Uint8Array<ArrayBuffer>) => void) {
    this.#emit = emit;
  }

  /** Takes a copy of `bytes`, to be passed on soon. */
  append(bytes: Uint8Array): void {
    for (let offset = 0; offset < bytes.length;) {
      const part = bytes.subarray(offset, offset + this.#block.length - this.#end);
      this.#block.set(part, this.#end);
      this.#end += part.length;
      offset += part.length;
      if (this.#end === this.#block.length) this.flush();
    }
    if (this.#end > this.#start && this.#timer === null) {
      this.#immediate ??= setImmediate(() => this.#flushAndRest());
    }
  }

  /** Passes on what is there, now. */
  flush(): void {
    if (this.#end === this.#start) return;
    const piece = this.#block.subarray(this.#start, this.#end);
    this.#start = this.#end;
    if (this.#end === this.#block.length) {
      // The receivers keep the full one.
      this.#block = new Uint8Array(blockBytes);
      this.#start = 0;
      this.#end = 0;
    }
    this.#emit(piece);
  }

  /** Passes on the rest and stops its timers. */
  close(): void {
    this.flush();
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#immediate = null;
    this.#timer = null;
  }

  #flushAndRest(): void {
    this.#immediate = null;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#end > this.#start) this.#flushAndRest();
    }, joinMs);
    this.flush();
  }
}
