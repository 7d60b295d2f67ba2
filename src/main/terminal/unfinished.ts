const escape = 0x1b;
/** Bytes that follow ESC where a text of any length may follow, up to its own end: OSC, DCS, SOS, PM, APC. */
const stringStarts = new Set(Buffer.from(']PX^_'));

/**
 * The end of `bytes` that a terminal has taken in but not acted on: a control sequence (where
 * `inSequence`, as its parser says) or a character of which bytes are missing.
 */
export function unfinishedEnd(bytes: Uint8Array, inSequence: boolean): Uint8Array {
  if (!inSequence) return bytes.subarray(unfinishedCharacter(bytes));
  const start = sequenceStart(bytes);
  if (start === -1) return bytes.subarray(bytes.length);
  const sequence = bytes.subarray(start);
  // Control characters within a sequence are acted on at once: they must not be a second time.
  return isString(sequence) ? sequence : sequence.filter((byte) => byte >= 0x20 || byte === escape);
}

/** Where the last sequence starts: at ESC, or at a control character of eight bits (U+0080 to U+009F). */
function sequenceStart(bytes: Uint8Array): number {
  for (let index = bytes.length - 1; index >= 0; index -= 1) {
    if (bytes[index] === escape) return index;
    const next = bytes[index + 1] ?? 0;
    if (bytes[index] === 0xc2 && next >= 0x80 && next <= 0x9f) return index;
  }
  return -1;
}

function isString(sequence: Uint8Array): boolean {
  const second = sequence[1] ?? 0;
  if (sequence[0] === escape) return stringStarts.has(second);
  return second !== 0x9b;
}

/** Where a UTF-8 character begins whose bytes are not all there; the length when there is none. */
function unfinishedCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    return byte >= 0xc0 && characterLength(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function characterLength(firstByte: number): number {
  if (firstByte >= 0xf0) return firstByte < 0xf8 ? 4 : 1;
  return firstByte >= 0xe0 ? 3 : 2;
}
