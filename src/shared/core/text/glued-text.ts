/** A text without some of its line breaks, and the way back to the places of the original. */
export interface GluedText {
  readonly text: string;
  /** The place in the original of a place in the glued text. */
  original(at: number): number;
}

/** Blanks around a line break that are taken out with it, at most. */
const mostBlanks = 200;

function isBlank(unit: string | undefined): boolean {
  return unit === ' ' || unit === '\t' || unit === '\r';
}

/**
 * Takes out the line breaks for which `joins` says so, with the blanks around them: what a terminal or a tool
 * has wrapped stands in one piece then. `joins` gets the text and where the gap begins and ends.
 */
export function glue(
  text: string,
  joins: (text: string, from: number, to: number) => boolean,
): GluedText {
  const pieces: string[] = [];
  /** Where each piece begins in the glued text, and how much was taken out before it. */
  const starts: number[] = [0];
  const removed: number[] = [0];
  let length = 0;
  let begin = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    let from = at;
    while (from > begin && at - from < mostBlanks && isBlank(text[from - 1])) from -= 1;
    let to = at + 1;
    while (to - at < mostBlanks && isBlank(text[to])) to += 1;
    if (from < begin || !joins(text, from, to)) continue;
    pieces.push(text.slice(begin, from));
    length += from - begin;
    begin = to;
    starts.push(length);
    removed.push(to - length);
  }
  pieces.push(text.slice(begin));
  return {
    text: pieces.join(''),
    original(at) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return at + (removed[low] ?? 0);
    },
  };
}
