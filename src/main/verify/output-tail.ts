import { fstatSync, readSync } from 'node:fs';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';
import { withoutEscapes } from '#shared/lib/escape-sequences.ts';
import { trimEndBy } from '#shared/lib/trim.ts';

/** Most characters of an output that go into a record (SPEC section 6.1). */
export const outputTailLimit = 8 * 1024;

/** More is read than kept, so that a secret or an escape at the cut is seen whole. */
const readBytes = 4 * outputTailLimit;

/** Control characters but tab and line break, and those that turn the direction of the text. */
const invisible = /[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu;

/** What is seen of a line that a progress display drew over and over. */
function lastDrawn(line: string): string {
  const end = trimEndBy(line, (character) => character === '\r');
  return end.slice(end.lastIndexOf('\r') + 1);
}

/**
 * Makes output fit to be shown and stored: terminal escapes and other control characters are gone,
 * a line that redrew itself is as it looked last, and nothing turns the direction of the text.
 */
export function plainText(output: string): string {
  const lines = withoutEscapes(output).split('\n');
  return lines.map(lastDrawn).join('\n').replaceAll(invisible, '');
}

/**
 * The last part of an output file that is open as `descriptor`, at most {@link outputTailLimit}
 * characters, made plain and with secrets masked. When something comes before it, it begins with a
 * whole line where it can.
 */
export function readOutputTail(descriptor: number, mask: Mask): string {
  const { size } = fstatSync(descriptor);
  const length = Math.min(size, readBytes);
  const buffer = Buffer.alloc(length);
  const bytesRead = readSync(descriptor, buffer, 0, length, size - length);
  let start = 0;
  if (size > length) {
    // The cut may be inside a character: go on to the next one.
    while (start < 4 && ((buffer[start] ?? 0) & 0xc0) === 0x80) start += 1;
  }
  const text = mask(plainText(buffer.toString('utf8', start, bytesRead)));
  if (text.length <= outputTailLimit && size <= length) return text;

  const tail = text.slice(-outputTailLimit).toWellFormed();
  const lineBreak = tail.indexOf('\n');
  return lineBreak !== -1 && lineBreak < outputTailLimit / 4 ? tail.slice(lineBreak + 1) : tail;
}
