/** One entry a line, as a text field shows a list. */
export function linesOf(entries: readonly string[]): string {
  return entries.join('\n');
}

/** The entries of a text with one on each line; empty lines do not count, spaces around do not either. */
export function entriesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Ids or labels of a text, separated by commas or spaces, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ''))];
}
