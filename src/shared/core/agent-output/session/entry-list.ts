import { assertNever } from '#shared/lib/assert-never.ts';
import type { SessionEntry } from '#shared/model/session-entry.ts';

/** Characters of all entries together that are kept; older entries are only in the transcript then. */
const mostCharacters = 32 * 1024 ** 2;
/** Entries that are let go at once. */
const block = 1_000;

/** The entries of a session in their order. Each keeps its place, also when older ones are let go. */
export class EntryList {
  #kept: SessionEntry[] = [];
  #first = 0;
  #characters = 0;

  /** Place of the oldest entry that is kept. */
  get first(): number {
    return this.#first;
  }

  /** Place after the newest one. */
  get end(): number {
    return this.#first + this.#kept.length;
  }

  get last(): SessionEntry | undefined {
    return this.#kept.at(-1);
  }

  at(place: number): SessionEntry | undefined {
    return place < this.#first ? undefined : this.#kept[place - this.#first];
  }

  slice(from: number, to: number): readonly SessionEntry[] {
    return this.#kept.slice(Math.max(0, from - this.#first), Math.max(0, to - this.#first));
  }

  /** Returns the place of the entry. */
  push(entry: SessionEntry): number {
    this.#kept.push(entry);
    this.#characters += lengthOf(entry);
    if (this.#characters > mostCharacters) this.#letGo();
    return this.end - 1;
  }

  /** One that was let go stays so. */
  replace(place: number, entry: SessionEntry): void {
    const known = this.at(place);
    if (known === undefined) return;
    this.#characters += lengthOf(entry) - lengthOf(known);
    this.#kept[place - this.#first] = entry;
  }

  replaceLast(entry: SessionEntry): void {
    this.replace(this.end - 1, entry);
  }

  #letGo(): void {
    const gone = this.#kept.splice(0, Math.min(block, this.#kept.length - 1));
    this.#first += gone.length;
    for (const entry of gone) this.#characters -= lengthOf(entry);
  }
}

/** About how much of memory an entry takes. */
function lengthOf(entry: SessionEntry): number {
  switch (entry.kind) {
    case 'text':
    case 'other':
      return 100 + entry.text.text.length + entry.text.end.length;
    case 'tool':
      return 200 + entry.subject.length + entry.output.text.length + entry.output.end.length;
    case 'question':
      return 100 + entry.text.length;
    case 'limit':
    case 'failure':
      return 100 + entry.message.length;
    case 'refused':
    case 'retry':
      return 100 + entry.reason.length;
    case 'end':
      return 100;
    default:
      return assertNever(entry, 'entry of a session');
  }
}
