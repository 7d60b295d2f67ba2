/** Words by which programs say what went wrong. */
const errorWords =
  /\b(?:error|err|failed|failure|fatal|panic|exception|denied|refused|cannot|can't|could not|unable|invalid|unknown|not found|missing|unexpected|traceback)\b|error:|Error\b/i;
/** Not words: rules, carets under a place, brackets. */
const wordless = /^[^\p{L}]*$/u;
/** What tools print after everything else, and which says nothing about the cause. */
const farewell = /^(?:-+ ?(?:end|begin)\b|resume\b|see\b|run\b|usage:|for (?:more|help)\b|hint:)/i;

/**
 * The line that says best why a program failed, among its last: the last one that is worded like an
 * error, else the last one with words. Empty when there is none.
 */
export function causeLine(lines: readonly string[]): string {
  const worded = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !wordless.test(line));
  return (
    worded.findLast((line) => errorWords.test(line) && !farewell.test(line)) ??
    worded.findLast((line) => !farewell.test(line)) ??
    worded.at(-1) ??
    ''
  );
}

/** A line of source code that is quoted above an error. */
const quotedCode = /[;{]$/;
/** What package managers print around every failure, which says nothing about its cause. */
const managerWords =
  /^(?:npm |yarn |pnpm |ELIFECYCLE|Node\.js v\d|make: \*\*\*|error Command failed)/i;

/**
 * The line that says best why a check failed: the first one that is worded like an error, because what comes after it is
 * where it happened and who had started the program; else what {@link causeLine} finds. Empty when there is none.
 */
export function firstCause(lines: readonly string[]): string {
  const own = lines.map((line) => line.trim()).filter((line) => !managerWords.test(line));
  const first = own.find((line) => errorWords.test(line) && !quotedCode.test(line));
  return first ?? (causeLine(own) || causeLine(lines));
}
