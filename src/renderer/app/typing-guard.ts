/** For so long after a letter the next one belongs to the same text, in ms. */
const pauseMs = 1_000;

/** A field that letters were typed into. */
interface Typed {
  readonly field: Element;
  readonly at: number;
}

/**
 * Recognises what was meant for a field that was removed or locked under the person's hands: letters typed on
 * after it are no commands. Enter, Esc, Tab, a click and a short pause end a text.
 */
export class TypingGuard {
  readonly #isThere: (field: Element) => boolean;
  #typed: Typed | null = null;

  /** `isThere` says whether a field can still be typed into. */
  constructor(isThere: (field: Element) => boolean) {
    this.#isThere = isThere;
  }

  /** A key was pressed in a field; `at` in ms. */
  typed(field: Element, key: string, at: number): void {
    this.#typed = isText(key) ? { field, at } : null;
  }

  /** Whether a key that was pressed elsewhere goes on with a text whose field is gone. */
  goesOn(key: string, at: number): boolean {
    const typed = this.#typed;
    if (typed === null) return false;
    if (!isText(key) || at - typed.at > pauseMs || this.#isThere(typed.field)) {
      this.#typed = null;
      return false;
    }
    this.#typed = { ...typed, at };
    return true;
  }

  /** The person has turned to something else. */
  end(): void {
    this.#typed = null;
  }
}

function isText(key: string): boolean {
  return key.length === 1 || key === 'Backspace' || key === 'Delete' || key === 'Shift';
}
