import type { SessionEntry } from '#shared/model/session-entry.ts';
import { shownText } from '#shared/core/text/shown-text.ts';
import type { TextEvent } from '#shared/core/agent-output/events/agent-event.ts';
import type { EntryList } from './entry-list.ts';
import { keepText, noText } from './kept-text.ts';

/** Characters of a text of the agent. */
const saidLengths = { start: 48 * 1024, end: 16 * 1024 };
/** Characters of plain lines that come one after the other. */
const noteLengths = { start: 16 * 1024, end: 16 * 1024 };
/** So many characters of the last words are enough to see that they are said again. */
const comparedLength = 4_000;

/** What an agent says, and plain lines; those that belong together become one entry. */
export class SessionTexts {
  readonly #entries: EntryList;
  #message: string | null = null;
  #lastSaid = '';

  constructor(entries: EntryList) {
    this.#entries = entries;
  }

  /** The beginning of what the agent said last. */
  get lastSaid(): string {
    return this.#lastSaid;
  }

  say({ voice, text, message, joint, isNested }: TextEvent, at: number | null): void {
    const words = shownText(text);
    const last = this.#entries.last;
    const isSame =
      message !== null &&
      message === this.#message &&
      last?.kind === 'text' &&
      last.voice === voice &&
      last.isNested === isNested;
    if (isSame) {
      const kept = keepText(last.text, joint + words, saidLengths);
      this.#entries.replaceLast({ ...last, text: kept });
      this.#noteSaid(voice, this.#lastSaid + joint + words);
      return;
    }
    if (words.trim() === '') return;
    // Only of what is shown: the next of its pieces would join the message before it.
    this.#message = message;
    const kept = keepText(noText, words, saidLengths);
    this.#entries.push({ kind: 'text', at, isNested, voice, text: kept });
    this.#noteSaid(voice, words);
  }

  /** The last words, which many tools say once more. */
  sayLast(text: string, at: number | null): void {
    const words = shownText(text).trim();
    if (words.slice(0, comparedLength) === this.#lastSaid.trim()) return;
    this.say({ kind: 'text', voice: 'agent', text, message: null, joint: '', isNested: false }, at);
  }

  note(line: string, at: number | null): void {
    const text = shownText(line);
    const last = this.#entries.last;
    if (last?.kind === 'other') {
      const kept = keepText(last.text, `\n${text}`, noteLengths);
      this.#entries.replaceLast({ ...last, text: kept });
      return;
    }
    if (text.trim() === '') return;
    const entry: SessionEntry = {
      kind: 'other',
      at,
      isNested: false,
      text: keepText(noText, text, noteLengths),
    };
    this.#entries.push(entry);
  }

  #noteSaid(voice: TextEvent['voice'], words: string): void {
    if (voice === 'agent') this.#lastSaid = words.slice(0, comparedLength);
  }
}
