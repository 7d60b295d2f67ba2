import { withoutEscapes } from '#shared/lib/escape-sequences.ts';

/** Different lines that are remembered; an agent that says more than these has something to say. */
const mostLines = 4_096;
/** Of longer lines only the beginning counts. */
const longestLine = 400;
/** What turns in place while something is waited for: braille, circles, stars, bars, arrows. */
const spinners = /[\u2190-\u21ff\u2500-\u27bf\u2800-\u28ff\u2b00-\u2bff·…]/gu;
/** The same in plain characters, where it stands alone. */
const plainSpinners = /(?<=^|\s)[|/\\\-+*.oO]+(?=\s|$)/g;

/**
 * Knows what an agent has printed so far, and says whether there is something new in what it prints: a line that
 * turns in place, counts seconds, or comes again and again, is nothing new.
 */
export class News {
  readonly #known = new Set<string>();

  /** Whether the end of the output, `tail`, has a line that was not there before; `isCut`: it begins within one. */
  isNew(tail: string, isCut: boolean): boolean {
    const lines = linesOf(tail).slice(isCut ? 1 : 0);
    let isNew = false;
    for (const line of lines) {
      if (line === '' || this.#known.has(line)) continue;
      if (this.#known.size >= mostLines) this.#known.clear();
      this.#known.add(line);
      isNew = true;
    }
    return isNew;
  }
}

/** Its lines without what changes while nothing happens; what is drawn over itself counts as lines. */
function linesOf(text: string): readonly string[] {
  // A sequence may put the cursor anywhere: what stands behind it is another piece.
  const pieces = text.replaceAll('\u001b', '\n\u001b').split(/[\r\n]/);
  return pieces.map((piece) => sameWhileWaiting(withoutEscapes(piece).slice(0, longestLine)));
}

function sameWhileWaiting(line: string): string {
  return line
    .replaceAll(spinners, ' ')
    .replaceAll(/\d+/g, '0')
    .replaceAll(plainSpinners, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
