import type { Terminal } from '@xterm/xterm';
import { ParseTurns, turnBytes } from './parse-turns.ts';
import type { Turn } from './parse-turns.ts';

/** Output, and who wants to know that it was parsed; or something to be done between outputs. */
interface Item {
  readonly bytes: Uint8Array;
  readonly done: () => void;
}

const nothing = new Uint8Array();
/** All terminals of the page take turns with each other. */
const pageTurns = new ParseTurns();

/** What is to be written to one xterm, in order, handed to it when it is its turn. */
export class TerminalWriter implements Turn {
  readonly #terminal: Pick<Terminal, 'write' | 'textarea'>;
  readonly #turns: ParseTurns;
  #items: Item[] = [];

  constructor(terminal: Pick<Terminal, 'write' | 'textarea'>, turns: ParseTurns = pageTurns) {
    this.#terminal = terminal;
    this.#turns = turns;
  }

  get isFirst(): boolean {
    const { textarea } = this.#terminal;
    return textarea !== undefined && textarea === document.activeElement;
  }

  get hasMore(): boolean {
    return this.#items.length > 0;
  }

  /** Writes output; `done` is called when it is parsed, or was dropped. */
  write(bytes: Uint8Array, done: () => void = () => {}): void {
    this.#items.push({ bytes, done });
    this.#turns.ask(this);
  }

  /** Calls `act` when all before is parsed, and nothing of what comes after. */
  between(act: () => void): void {
    this.write(nothing, act);
  }

  /** Drops what is not parsed yet and will not matter; acts between it are left out. */
  drop(): void {
    const dropped = this.#items;
    this.#items = [];
    for (const { bytes, done } of dropped) if (bytes.length > 0) done();
  }

  /** Does nothing any more. */
  close(): void {
    this.#items = [];
    this.#turns.leave(this);
  }

  take(done: () => void): void {
    const { pieces, finished } = this.#nextPieces();
    const parsed = (): void => {
      for (const item of finished) item.done();
      done();
    };
    if (pieces.length === 0) return parsed();
    const last = pieces.length - 1;
    for (const [index, piece] of pieces.entries()) {
      this.#terminal.write(piece, index === last ? parsed : undefined);
    }
  }

  /** Takes a turn's worth from the front, up to what is to be done behind it. */
  #nextPieces(): { readonly pieces: readonly Uint8Array[]; readonly finished: readonly Item[] } {
    const pieces: Uint8Array[] = [];
    const finished: Item[] = [];
    let room = turnBytes;
    for (let item = this.#items[0]; item !== undefined && room > 0; item = this.#items[0]) {
      const piece = item.bytes.subarray(0, room);
      room -= piece.length;
      if (piece.length > 0) pieces.push(piece);
      if (piece.length < item.bytes.length) {
        this.#items[0] = { bytes: item.bytes.subarray(piece.length), done: item.done };
        break;
      }
      finished.push(item);
      this.#items.shift();
      if (item.bytes.length === 0) break;
    }
    return { pieces, finished };
  }
}
