import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/** Which numbers a setting takes. */
export interface NumberRange {
  readonly min: number;
  /** Null where there is no greatest one. */
  readonly max: number | null;
  /** Takes no fractions. */
  readonly isWhole: boolean;
  /** Takes an empty field, which stands for none. */
  readonly isOptional: boolean;
}

/**
 * The number that was typed, null for none; else a sentence that says what may be typed. A comma counts as
 * a decimal point, spaces and underscores between digits are passed over.
 */
export function readNumber(typed: string, range: NumberRange): Result<number | null, string> {
  const text = typed.replaceAll(/[\s_]/g, '').replace(',', '.');
  if (text === '' && range.isOptional) return ok(null);
  const number = /^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : Number.NaN;
  const isTaken =
    number >= range.min &&
    number <= (range.max ?? Number.MAX_SAFE_INTEGER) &&
    (!range.isWhole || Number.isInteger(number));
  return isTaken ? ok(number) : err(allowed(range));
}

function allowed({ min, max, isWhole, isOptional }: NumberRange): string {
  const what = isWhole ? 'a whole number' : 'a number';
  const bounds = max === null ? `of at least ${min}` : `from ${min} to ${max}`;
  return `Type ${what} ${bounds}${isOptional ? ', or nothing' : ''}. Nothing was saved.`;
}
