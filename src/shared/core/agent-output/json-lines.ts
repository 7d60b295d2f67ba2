/** A JSON object that a program wrote; nothing is known of its fields. */
export type JsonObject = Readonly<Record<string, unknown>>;

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

/** An own field that is a whole number from 0 to 10^12, or null. */
export function wholeField(object: JsonObject | null, name: string): number | null {
  const value = numberField(object, name);
  return Number.isInteger(value) ? value : null;
}

/** The object as JSON. Where it is nested too deeply to be written, only its outermost fields are. */
export function jsonText(object: JsonObject): string {
  try {
    return JSON.stringify(object);
  } catch {
    const fields = Object.entries(object).map(([name, value]): [string, unknown] => {
      return [name, typeof value === 'object' && value !== null ? '…' : value];
    });
    return JSON.stringify(Object.fromEntries(fields));
  }
}

/** The sum of the fields that are numbers, as a whole number; null when none of them is there. */
export function sumFields(object: JsonObject | null, names: readonly string[]): number | null {
  const numbers = names.map((name) => numberField(object, name)).filter((value) => value !== null);
  if (numbers.length === 0) return null;
  return Math.round(numbers.reduce((total, value) => total + value, 0));
}
