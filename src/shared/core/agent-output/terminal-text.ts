import { withoutEscapes } from '#shared/lib/escape-sequences.ts';

/** Every control character but tab and line feed. */
const controls = /(?![\t\n])\p{Cc}/gu;

/**
 * What a program wrote to a terminal as lines of text: without escape sequences and control
 * characters, a carriage return taken as the end of a line. Never throws; linear in its input.
 */
export function terminalLines(raw: string): string[] {
  return withoutEscapes(raw)
    .replaceAll(/\r+\n?/g, '\n')
    .replaceAll(controls, '')
    .split('\n');
}

/** One line for people: no control characters, white space collapsed, cut to `limit` characters. */
export function singleLine(text: string, limit: number): string {
  const line = terminalLines(text).join(' ').replaceAll(/\s+/g, ' ').trim();
  if (line.length <= limit) return line;
  const cut = line.slice(0, limit);
  // Half of a surrogate pair is not text.
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}
