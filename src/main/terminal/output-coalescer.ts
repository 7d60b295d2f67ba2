const blockBytes = 64 * 1024;
/** Short enough not to be seen, long enough to spare a message per read. */
const joinMs = 5;
/** The same where output comes faster than anybody reads: a picture of the page's is as long. */
const joinMuchMs = 16;
const muchBytes = 4 * 1024;

/**
 * Joins many small reads to few pieces, in order: the first after a silence is passed on at the end
 * of the same turn of the event loop, later ones every 5 ms, 16 ms when there is much, or 64 KiB.
 */
export class OutputCoalescer {
  readonly #emit: (bytes: Uint8Array<ArrayBuffer>) => void;
  #block = freshBlock();
  #start = 0;
  #end = 0;
  #immediate: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** `emit` may keep the bytes it gets but must not change them. */
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
      this.#block = freshBlock();
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
    const waitMs = this.#end - this.#start < muchBytes ? joinMs : joinMuchMs;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#end > this.#start) this.#flushAndRest();
    }, waitMs);
    this.flush();
  }
}

/** Not filled with zeros: only what was written to it is passed on. */
function freshBlock(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(blockBytes).buffer);
}
