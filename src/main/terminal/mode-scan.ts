const escape = '\u001b';
/** Sequences that last until they are taken back: private modes, the keypad, and what resets all. */
const lasting = new RegExp(`${escape}(?:\\[\\?([\\d;]{1,40})([hl])|([=>])|(c)|\\[!p)`, 'g');
/** How they begin: most output has none, and to look for these takes a fraction of the time. */
const beginnings = ['[?', '=', '>', 'c', '[!p'].map((rest) => escape + rest);
/** Not modes: a saved cursor, and a frame of which the rest is not known. */
const momentary = new Set(['1048', '2026']);
/** A sequence that a piece cuts in two is not longer. */
const longestSequence = 48;

/**
 * What a program has set up and not taken back, found without parsing its output: many times faster, and
 * all that has to be known of output whose text is not needed.
 */
export class ModeScan {
  /** By mode, the last one set last, as some replace each other. */
  readonly #modes = new Map<string, 'h' | 'l'>();
  #keypad = '';
  #rest = '';

  /** Takes the next piece of the output. */
  take(bytes: Uint8Array): void {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    // A whole sequence may be found twice, which changes nothing.
    if (this.#rest !== '') this.#find(this.#rest + latin1(piece.subarray(0, longestSequence)));
    if (beginnings.some((beginning) => piece.includes(beginning, 0, 'latin1'))) {
      this.#find(latin1(piece));
    }
    const end = (this.#rest + latin1(piece.subarray(-longestSequence))).slice(-longestSequence);
    const last = end.lastIndexOf(escape);
    this.#rest = last === -1 ? '' : end.slice(last);
  }

  #find(text: string): void {
    for (const [sequence, numbers, action, keypad, full] of text.matchAll(lasting)) {
      if (keypad !== undefined) this.#keypad = sequence;
      else if (full !== undefined) this.#reset();
      else if (numbers !== undefined) this.#set(numbers, action === 'h' ? 'h' : 'l');
      else this.#resetSoftly();
    }
  }

  /** Output that sets a fresh terminal up like that. */
  restore(): Uint8Array<ArrayBuffer> {
    const modes = Array.from(this.#modes, ([mode, action]) => `\u001b[?${mode}${action}`);
    return new Uint8Array(Buffer.from(this.#keypad + modes.join('')));
  }

  #set(numbers: string, action: 'h' | 'l'): void {
    for (const mode of numbers.split(';')) {
      if (mode === '' || momentary.has(mode)) continue;
      this.#modes.delete(mode);
      this.#modes.set(mode, action);
    }
  }

  /** What xterm takes back then: a hidden cursor, and lines counted from the margins. */
  #resetSoftly(): void {
    this.#set('25', 'h');
    this.#set('6', 'l');
  }

  #reset(): void {
    this.#modes.clear();
    this.#keypad = '';
  }
}

function latin1(bytes: Buffer): string {
  return bytes.toString('latin1');
}
