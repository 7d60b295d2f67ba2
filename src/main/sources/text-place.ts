import type { Place } from '#shared/lib/failure.ts';

/** Where `offset` (UTF-16 units from the start of `text`) stands: line and column from 1, and the line. */
export function placeAt(file: string, text: string, offset: number): Place & { line: number } {
  const position = Math.min(Math.max(offset, 0), text.length);
  const lineStart = position === 0 ? 0 : text.lastIndexOf('\n', position - 1) + 1;
  const lineEnd = text.indexOf('\n', position);
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < lineStart; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return {
    file,
    line,
    column: position - lineStart + 1,
    text: text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd).replace(/\r$/, ''),
  };
}
