import { parseJsonObject, textField } from './json-lines.ts';
import type { JsonObject } from './json-lines.ts';
import { terminalLines } from './terminal-text.ts';

/** Lines that a terminal's width may have cut one JSON line into. */
const wrappedLines = 40;

/**
 * How many times its own length may be read again in search of the rest of cut lines. Lines that were
 * really cut are joined once; text that only looks like them would be joined again from each of its lines.
 */
const patienceFactor = 8;

/** What a line turned out to be: an event, or plain text. */
export type ReadLine = { readonly event: JsonObject } | { readonly other: string };

/**
 * Reads a stream of JSON lines that came through a terminal, a line at a time: a line that a terminal cut is put
 * together again, text before an object on its line is passed over.
 */
export class JsonLineReader {
  /** Lines that begin with a cut one, from where its object begins; empty while there is none. */
  #waiting: string[] = [];
  /** The first of them as it was. */
  #first = '';
  #joined = '';
  #patience = 0;

  /** What is known now; a line that looks like the beginning of a cut one is kept until more has come. */
  read(line: string): readonly ReadLine[] {
    this.#patience += patienceFactor * line.length;
    const found: ReadLine[] = [];
    this.#take(line, found);
    return found;
  }

  /** What is kept, where no more will come; and begins again. */
  finish(): readonly ReadLine[] {
    const found: ReadLine[] = [];
    while (this.#waiting.length > 0) this.#giveUp(found);
    return found;
  }

  /** Lines that are kept now. */
  get waiting(): readonly string[] {
    return this.#waiting.length === 0 ? [] : [this.#first, ...this.#waiting.slice(1)];
  }

  #take(line: string, found: ReadLine[]): void {
    if (this.#waiting.length === 0) this.#begin(line, found);
    else if (line.startsWith('{"') || this.#patience < 0) {
      this.#giveUp(found);
      this.#take(line, found);
    } else this.#join(line, found);
  }

  #begin(line: string, found: ReadLine[]): void {
    const start = line.indexOf('{"');
    if (start < 0) {
      found.push({ other: line });
      return;
    }
    this.#first = line;
    this.#join(line.slice(start), found);
  }

  #join(piece: string, found: ReadLine[]): void {
    this.#waiting.push(piece);
    this.#joined += piece;
    if (this.#waiting.length > 1) this.#patience -= piece.length;
    if (piece.trimEnd().endsWith('}')) {
      const event = parseJsonObject(this.#joined);
      if (event !== null && textField(event, 'type') !== null) {
        this.#reset();
        found.push({ event });
        return;
      }
      this.#patience -= this.#joined.length;
      if (event !== null) return this.#giveUp(found);
    }
    if (this.#waiting.length > wrappedLines) this.#giveUp(found);
  }

  /** The first line that is kept is none that was cut; those after it are looked at again. */
  #giveUp(found: ReadLine[]): void {
    const [, ...rest] = this.#waiting;
    found.push({ other: this.#first });
    this.#reset();
    for (const line of rest) this.#take(line, found);
  }

  #reset(): void {
    this.#waiting = [];
    this.#first = '';
    this.#joined = '';
  }
}

export interface JsonLines {
  /** Objects that have a text field `type`, in the order they were written. */
  readonly events: readonly JsonObject[];
  /** Lines that are not part of one, for messages that a program prints when it breaks. */
  readonly others: readonly string[];
  /** Those of them that come after the last event: what a program said when it broke off. */
  readonly trailing: readonly string[];
}

/** All that {@link JsonLineReader} finds in a text; escape sequences are dropped. */
export function readJsonLines(raw: string): JsonLines {
  const reader = new JsonLineReader();
  const events: JsonObject[] = [];
  const others: string[] = [];
  let eventsEnd = 0;
  const keep = (found: readonly ReadLine[]): void => {
    for (const line of found) {
      if ('other' in line) others.push(line.other);
      else {
        events.push(line.event);
        eventsEnd = others.length;
      }
    }
  };
  for (const line of terminalLines(raw)) keep(reader.read(line));
  keep(reader.finish());
  return { events, others, trailing: others.slice(eventsEnd) };
}
