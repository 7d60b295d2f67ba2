/** How well one word of the search fits a text: 0 not at all, 1 at its very beginning. */
function fitOf(word: string, text: string): number {
  const at = text.indexOf(word);
  if (at === 0) return 1;
  if (at > 0) return /[\s\-/:.]/.test(text.charAt(at - 1)) ? 0.9 : 0.6;
  return isAbbreviation(word, text) ? 0.3 : 0;
}

/** Whether the letters stand in the text in this order, each at the beginning of a word or after the one before. */
function isAbbreviation(letters: string, text: string): boolean {
  const starts = text.split(/[\s\-/:.]+/).map((word) => word.charAt(0));
  let next = 0;
  for (const start of starts) if (start === letters.charAt(next)) next += 1;
  return next === letters.length;
}

/**
 * How well a search fits the title (the first of `texts`) or another word of an item, from 0 (hide it)
 * to 1. Every word of the search must fit; a fit in the title counts for more.
 */
export function matchScore(search: string, texts: readonly string[]): number {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const lower = texts.map((text) => text.toLowerCase());
  const scores = words.map((word) =>
    Math.max(0, ...lower.map((text, index) => fitOf(word, text) * (index === 0 ? 1 : 0.8))),
  );
  return words.length === 0 ? 1 : Math.min(...scores);
}
