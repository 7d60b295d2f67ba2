const digitZero = 48;
const digitNine = 57;

function isDigit(code: number): boolean {
  return code >= digitZero && code <= digitNine;
}

/** First position at or after `from` that holds no digit. */
function endOfDigits(text: string, from: number): number {
  let position = from;
  while (position < text.length && isDigit(text.charCodeAt(position))) position += 1;
  return position;
}

function skipZeros(text: string, from: number, end: number): number {
  let position = from;
  while (position < end && text.charCodeAt(position) === digitZero) position += 1;
  return position;
}

/** Code unit at a position; the end of a text comes before every character. */
function codeAt(text: string, position: number): number {
  return position < text.length ? text.charCodeAt(position) : -1;
}

/** How many code units of two texts are the same, from one position in each on. */
function sameLength(a: string, fromA: number, b: string, fromB: number): number {
  const most = Math.min(a.length - fromA, b.length - fromB);
  let length = 0;
  while (length < most && a.charCodeAt(fromA + length) === b.charCodeAt(fromB + length))
    length += 1;
  return length;
}

/** By character, where a run of digits counts as one number: `t.2 < t.10`, `a.07` equals `a.7`. */
function compareNaturally(a: string, b: string): number {
  let startA = 0;
  let startB = 0;
  for (;;) {
    let same = sameLength(a, startA, b, startB);
    if (startA + same === a.length && startB + same === b.length) return 0;
    while (same > 0 && isDigit(a.charCodeAt(startA + same - 1))) same -= 1;
    startA += same;
    startB += same;
    const endA = endOfDigits(a, startA);
    const endB = endOfDigits(b, startB);
    if (endA === startA || endB === startB) return codeAt(a, startA) - codeAt(b, startB);
    // Without its leading zeros the longer number is the greater one, however long they are.
    startA = skipZeros(a, startA, endA);
    startB = skipZeros(b, startB, endB);
    if (endA - startA !== endB - startB) return endA - startA - (endB - startB);
    for (; startA < endA; startA += 1, startB += 1) {
      const difference = a.charCodeAt(startA) - b.charCodeAt(startB);
      if (difference !== 0) return difference;
    }
  }
}

/**
 * Order of ids with their numbers compared as numbers, then by code units. Zero only for the same
 * id. It takes no memory, as sorting calls it very often (SPEC section 2.1).
 */
export function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const natural = compareNaturally(a, b);
  if (natural !== 0) return natural;
  return a < b ? -1 : 1;
}

/** Length of the start that all ids have in common, up to the number it ends with if any. */
export function commonStart(ids: readonly string[]): number {
  const first = ids[0] ?? '';
  let { length } = first;
  for (const id of ids) {
    const most = Math.min(length, id.length);
    length = 0;
    while (length < most && id.charCodeAt(length) === first.charCodeAt(length)) length += 1;
  }
  while (length > 0 && isDigit(first.charCodeAt(length - 1))) length -= 1;
  return length;
}

/** Bits of a key that a character takes, or the number of digits that a number has. */
const symbolSize = 2 ** 7;
/** A character that a key cannot distinguish from others, and what comes after it. */
const lastSymbol = symbolSize - 1;
/** What numbers of so many digits take in a key, after the number of digits. */
const numberSizes = [0, 4, 7, 10, 14, 17, 20, 24, 27, 30].map((bits) => 2 ** bits);

/**
 * A number for the part of an id from `from` on. Of two ids that are the same before, with no digit
 * right before `from`, the one with the lower key comes first by {@link compareIds}; the same key
 * says nothing. A key covers seven characters or, for its digits, somewhat more.
 */
export function naturalKey(id: string, from: number): number {
  let key = 0;
  let position = from;
  for (let unit = 2 ** 52 / symbolSize; unit >= 1 && position < id.length; unit /= symbolSize) {
    const code = id.charCodeAt(position);
    if (!isDigit(code)) {
      // 0 is the end of the id, 49 to 59 are numbers.
      const symbol = code < digitZero ? code + 1 : Math.min(code + 2, lastSymbol);
      key += symbol * unit;
      if (symbol === lastSymbol) return key;
      position += 1;
      continue;
    }
    let digits = 0;
    let value = 0;
    for (; position < id.length; position += 1) {
      const digit = id.charCodeAt(position);
      if (!isDigit(digit)) break;
      value = value * 10 + digit - digitZero;
      if (value > 0) digits += 1;
    }
    const size = numberSizes[digits];
    key += (digitZero + 1 + Math.min(digits, numberSizes.length)) * unit;
    if (size === undefined || size > unit) return key;
    unit /= size;
    key += value * unit;
  }
  return key;
}
