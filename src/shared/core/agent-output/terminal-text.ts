const escape = String.fromCharCode(0x1b);
const bell = String.fromCharCode(0x07);

/**
 * Escape sequences of a terminal (ECMA-48): control sequences, operating system commands and other
 * strings up to their terminator, two-character ones; then every control character but tab and line
 * feed. Built from strings because the characters cannot be seen in a literal.
 */
const sequences = new RegExp(
  [
    String.raw`${escape}\[[0-?]*[ -/]*[@-~]`,
    String.raw`${escape}\][^${bell}${escape}]*(?:${bell}|${escape}\\)`,
    String.raw`${escape}[PX^_][^${escape}]*${escape}\\`,
    String.raw`${escape}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);
const controls = /(?![\t\n])\p{Cc}/gu;

/**
 * What a program wrote to a terminal as lines of text: without escape sequences and control
 * characters, a carriage return taken as the end of a line. Never throws; linear in its input.
 */
export function terminalLines(raw: string): string[] {
  return raw
    .replaceAll(sequences, '')
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
