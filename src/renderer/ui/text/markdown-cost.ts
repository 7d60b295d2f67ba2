/** A longer text is shown as it is. */
const longest = 32 * 1024;
/** Marks that a parser of Markdown holds against each other: twice as many take four times as long, or worse. */
const mostPairs = 1_000;
/** Quotes and entries of lists in all. */
const mostContainers = 1_000;
/** Quotes and lists that one line may open within each other. */
const deepest = 20;

const pairs = new Set('*_~[]');

/**
 * Whether a text can be read as Markdown without blocking the page. Parsers take the square of some
 * texts' lengths and more: 32 KiB of `~a` take most of a minute.
 */
export function isCheapMarkdown(text: string): boolean {
  if (text.length > longest) return false;
  let marks = 0;
  let depth = 0;
  let containers = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '\n') depth = 0;
    else if (pairs.has(character)) marks += 1;
    if (opensContainer(character, text.charAt(index + 1))) {
      depth += 1;
      containers += 1;
    }
    if (marks > mostPairs || depth > deepest || containers > mostContainers) return false;
  }
  return true;
}

/** A mark of a quote or of a list's entry, wherever it stands in its line. */
function opensContainer(character: string, next: string): boolean {
  if (character === '>') return true;
  return '-+*.)'.includes(character) && (next === ' ' || next === '\t');
}
