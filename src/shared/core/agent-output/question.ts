import { singleLine, terminalLines } from './terminal-text.ts';

const questionLimit = 300;
/** A prompt stands at the very end of what was printed. */
const endLimit = 4096;

/** How programs word it when they wait for a person's answer; for a line without blanks at its ends. */
export const questionPatterns: readonly RegExp[] = [
  /\?\s*[>›:]?$/,
  /[[(]\s*y(?:es)?\s*[/|]\s*no?\s*[\])]\s*[>:?]?$/i,
  /\b(?:password|passphrase|username|token|code|api key)\b[^:]{0,80}:$/i,
  /\bpress (?:enter|return|any key)\b.{0,40}$/i,
];

/**
 * The question that a terminal shows while its program waits for an answer: the last line, when it
 * was left open and is worded like one. For a program that is still running and silent, or that
 * ended right there (SPEC section 4, attempt waiting for input).
 */
export function findQuestion(
  raw: string,
  patterns: readonly RegExp[] = questionPatterns,
): string | null {
  const line = terminalLines(raw.slice(-endLimit)).at(-1)?.trim() ?? '';
  if (line === '' || line.startsWith('{')) return null;
  return patterns.some((pattern) => pattern.test(line)) ? singleLine(line, questionLimit) : null;
}
