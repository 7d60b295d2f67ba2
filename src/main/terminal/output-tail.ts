/** Keeps the last part of a stream of bytes in memory of a fixed size. */
export class OutputTail {
  readonly #ring: Uint8Array;
  #total = 0;

  /** `capacity`: bytes to be kept. */
  constructor(capacity: number) {
    this.#ring = new Uint8Array(capacity);
  }

  /** Adds a copy of `bytes`. */
  push(bytes: Uint8Array): void {
    const capacity = this.#ring.length;
    const kept = bytes.subarray(Math.max(0, bytes.length - capacity));
    const position = (this.#total + bytes.length - kept.length) % capacity;
    const head = kept.subarray(0, capacity - position);
    this.#ring.set(head, position);
    this.#ring.set(kept.subarray(head.length), 0);
    this.#total += bytes.length;
  }

  /** The last bytes as text, `maxBytes` or the capacity at most, without a half character at an end. */
  text(maxBytes: number): string {
    const capacity = this.#ring.length;
    const length = Math.min(maxBytes, capacity, this.#total);
    const start = (this.#total - length) % capacity;
    const first = this.#ring.subarray(start, Math.min(start + length, capacity));
    const second = this.#ring.subarray(0, length - first.length);
    return decodeWhole(Buffer.concat([first, second]), length < this.#total);
  }
}

/** Decodes UTF-8, leaving out a character cut in two at the end, and at the start when it was `cut`. */
function decodeWhole(bytes: Uint8Array, cut: boolean): string {
  // A character has three continuation bytes (10xxxxxx) at most; more of them are just bad bytes.
  const head = cut ? bytes.subarray(0, 3) : [];
  const begin = [...head, 0].findIndex((byte) => (byte & 0xc0) !== 0x80);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return decoder.decode(bytes.subarray(begin), { stream: true });
}
