import type { Terminal } from '@xterm/xterm';
import { ParseTurns, turnBytes } from './parse-turns.ts';
import type { Turn } from './parse-turns.ts';

/** Output, and who wants to know that it was parsed; or something to be done between outputs. */
interface Item {
  readonly bytes: Uint8Array;
  readonly done: () => void;
}

/** When it is, and how to be called later; all in ms. */
export interface Timing {
  now(): number;
  /** The result calls it off. */
  after(ms: number, act: () => void): () => void;
}

/**
 * Where more than `muchBytes` come at once and nobody types, the next are parsed so many ms later: what
 * costs most is to draw, and 15 pictures in a second are as many as can be seen in such a hurry.
 */
export const restMs = 66;
export const muchBytes = 2 * 1024;

const nothing = new Uint8Array();
/** All terminals of the page take turns with each other. */
const pageTurns = new ParseTurns();
const pageTiming: Timing = {
  now: () => performance.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * What is to be written to one xterm, in order, handed to it when it is its turn: what there is of it, and
 * then, where it was much, no more for a while.
 */
export class TerminalWriter implements Turn {
  readonly #terminal: Pick<Terminal, 'write' | 'textarea'>;
  readonly #turns: ParseTurns;
  readonly #timing: Timing;
  #items: Item[] = [];
  /** Bytes that are handed over before the next rest, and how many those were at first. */
  #left = 0;
  #burst = 0;
  #restsUntil = 0;
  #stopResting: (() => void) | null = null;

  constructor(
    terminal: Pick<Terminal, 'write' | 'textarea'>,
    turns: ParseTurns = pageTurns,
    timing: Timing = pageTiming,
  ) {
    this.#terminal = terminal;
    this.#turns = turns;
    this.#timing = timing;
  }

  get isFirst(): boolean {
    const { textarea } = this.#terminal;
    return textarea !== undefined && textarea === document.activeElement;
  }

  get hasMore(): boolean {
    return this.#items.length > 0 && this.#stopResting === null;
  }

  /** Writes output; `done` is called when it is parsed, or was dropped. */
  write(bytes: Uint8Array, done: () => void = () => {}): void {
    this.#items.push({ bytes, done });
    if (this.#stopResting !== null && this.isFirst) this.#endRest();
    if (this.#stopResting === null) this.#ask();
  }

  /** Calls `act` when all before is parsed, and nothing of what comes after. */
  between(act: () => void): void {
    this.write(nothing, act);
  }

  /** Drops what is not parsed yet and will not matter; acts between it are left out. */
  drop(): void {
    const dropped = this.#items;
    this.#items = [];
    this.#left = 0;
    this.#burst = 0;
    this.#restsUntil = 0;
    this.#endRest();
    for (const { bytes, done } of dropped) if (bytes.length > 0) done();
  }

  /** Does nothing any more. */
  close(): void {
    this.#items = [];
    this.#endRest();
    this.#turns.leave(this);
  }

  take(done: () => void): void {
    this.#begin();
    const { pieces, finished } = this.#nextPieces();
    const parsed = (): void => {
      for (const item of finished) item.done();
      if (this.#left <= 0) this.#rest();
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
      this.#left -= piece.length;
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

  #ask(): void {
    const wait = this.isFirst ? 0 : this.#restsUntil - this.#timing.now();
    if (wait <= 0) return this.#turns.ask(this);
    this.#stopResting = this.#timing.after(wait, () => {
      this.#stopResting = null;
      if (this.#items.length > 0) this.#turns.ask(this);
    });
  }

  /** A turn begins: unless it goes on, all that is there now belongs to it. */
  #begin(): void {
    if (this.#left > 0) return;
    this.#left = this.#items.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#burst = this.#left;
  }

  /** All that was there is parsed. */
  #rest(): void {
    if (this.isFirst || this.#burst < muchBytes) return;
    this.#restsUntil = this.#timing.now() + restMs;
    if (this.#items.length > 0 && this.#stopResting === null) this.#ask();
  }

  #endRest(): void {
    this.#stopResting?.();
    this.#stopResting = null;
  }
}
