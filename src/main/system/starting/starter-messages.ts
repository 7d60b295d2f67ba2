import { endianness } from 'node:os';

/**
 * The messages between this process and the small one that starts programs (`resources/keeper/starter.c`): u32 length of
 * what follows the kind, one letter for the kind, and its content, which begins with the u32 number of the program.
 */
export interface StarterMessage {
  readonly kind: string;
  readonly id: number;
  readonly content: Buffer;
}

const headBytes = 5;
const idBytes = 4;
const isLittle = endianness() === 'LE';

export function writeMessage(kind: string, id: number, content: Uint8Array = nothing): Buffer {
  const message = Buffer.allocUnsafe(headBytes + idBytes + content.length);
  writeNumber(message, idBytes + content.length, 0);
  message.write(kind, 4, 'latin1');
  writeNumber(message, id, headBytes);
  message.set(content, headBytes + idBytes);
  return message;
}

/** The content of a message that has one program started. A text with a zero byte cannot be given to a program. */
export function startContent(
  folder: string,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Buffer | null {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const texts = [folder, ...command, ...variables];
  if (texts.some((text) => text.includes('\0'))) return null;
  const numbers = numbersContent(command.length, variables.length);
  return Buffer.concat([numbers, Buffer.from(`${texts.join('\0')}\0`)]);
}

/** Content made of numbers. */
export function numbersContent(...numbers: readonly number[]): Buffer {
  const content = Buffer.alloc(numbers.length * 4);
  for (const [place, value] of numbers.entries()) writeNumber(content, value, place * 4);
  return content;
}

/** The number at this place of a content made of numbers. */
export function numberIn(content: Buffer, place: number): number {
  return isLittle ? content.readUInt32LE(place * 4) : content.readUInt32BE(place * 4);
}

/** Puts messages together from the pieces in which they come. */
export class MessageReader {
  #pieces: Buffer[] = [];
  #length = 0;
  /** So many bytes must be there before the next look is worth it. */
  #needed = headBytes;

  /** The messages that are whole with this piece. */
  read(piece: Buffer): readonly StarterMessage[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length < this.#needed) return [];
    const all = this.#pieces.length === 1 ? piece : Buffer.concat(this.#pieces);
    const messages: StarterMessage[] = [];
    let at = 0;
    this.#needed = headBytes;
    while (all.length - at >= headBytes) {
      const size = numberIn(all.subarray(at), 0);
      if (all.length - at - headBytes < size) {
        this.#needed = headBytes + size;
        break;
      }
      const content = all.subarray(at + headBytes, at + headBytes + size);
      const kind = String.fromCharCode(all[at + 4] ?? 0);
      messages.push({ kind, id: numberIn(content, 0), content: content.subarray(idBytes) });
      at += headBytes + size;
    }
    this.#pieces = at === all.length ? [] : [all.subarray(at)];
    this.#length = all.length - at;
    return messages;
  }
}

const nothing = new Uint8Array();

function writeNumber(into: Buffer, value: number, at: number): void {
  if (isLittle) into.writeUInt32LE(value, at);
  else into.writeUInt32BE(value, at);
}
