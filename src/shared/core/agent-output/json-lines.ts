import { terminalLines } from './terminal-text.ts';

/** A JSON object that a program wrote; nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Lines that a terminal's width may have cut one JSON line into. */
const wrappedLines = 40;

/**
 * How many times its own length may be read again in search of the rest of cut lines. Lines that were
 * really cut are joined once; text that only looks like them would be joined again from each of its lines.
 */
const patienceFactor = 8;

/** The text as a JSON object, or null when it is anything else. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether a JSON value is an object: not null, not a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own field's value; never one inherited from `Object.prototype`. */
export function field(object: JsonObject | null, name: string): unknown {
  return object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
}

/** An own field that is an object, or null. */
export function objectField(object: JsonObject | null, name: string): JsonObject | null {
  const value = field(object, name);
  return isJsonObject(value) ? value : null;
}

/** An own field that is a text, or null. */
export function textField(object: JsonObject | null, name: string): string | null {
  const value = field(object, name);
  return typeof value === 'string' ? value : null;
}

/** Above every honest count, so that sums of counts stay exact. */
const largestNumber = 1e12;

/** An own field that is a number from 0 to 10^12, or null. */
export function numberField(object: JsonObject | null, name: string): number | null {
  const value = field(object, name);
  return typeof value === 'number' && value >= 0 && value <= largestNumber ? value : null;
}

/** The sum of the fields that are numbers, as a whole number; null when none of them is there. */
export function sumFields(object: JsonObject | null, names: readonly string[]): number | null {
  const numbers = names.map((name) => numberField(object, name)).filter((value) => value !== null);
  if (numbers.length === 0) return null;
  return Math.round(numbers.reduce((total, value) => total + value, 0));
}

export interface JsonLines {
  /** Objects that have a text field `type`, in the order they were written. */
  readonly events: readonly JsonObject[];
  /** Lines that are not part of one, for messages that a program prints when it breaks. */
  readonly others: readonly string[];
  /** Those of them that come after the last event: what a program said when it broke off. */
  readonly trailing: readonly string[];
}

/**
 * Reads a stream of JSON lines that came through a terminal: escape sequences are dropped, a line
 * that a terminal cut is put together again, text before an object on its line is passed over.
 */
export function readJsonLines(raw: string): JsonLines {
  const lines = terminalLines(raw);
  const events: JsonObject[] = [];
  const others: string[] = [];
  let eventsEnd = 0;
  const patience = { left: patienceFactor * raw.length };
  for (let index = 0; index < lines.length; index += 1) {
    const found = eventAt(lines, index, patience);
    if (found === null) {
      others.push(lines[index] ?? '');
    } else {
      events.push(found.event);
      eventsEnd = others.length;
      index += found.lines - 1;
    }
  }
  return { events, others, trailing: others.slice(eventsEnd) };
}

function eventAt(
  lines: readonly string[],
  index: number,
  patience: { left: number },
): { readonly event: JsonObject; readonly lines: number } | null {
  const first = lines[index] ?? '';
  const start = first.indexOf('{"');
  if (start < 0) return null;
  let piece = first.slice(start);
  let text = piece;
  for (let count = 1; count <= wrappedLines; count += 1) {
    if (piece.trimEnd().endsWith('}')) {
      const event = parseJsonObject(text);
      if (event !== null) return textField(event, 'type') === null ? null : { event, lines: count };
      patience.left -= text.length;
    }
    const next = lines[index + count];
    if (next === undefined || next.startsWith('{"') || patience.left < 0) return null;
    patience.left -= next.length;
    piece = next;
    text += next;
  }
  return null;
}
