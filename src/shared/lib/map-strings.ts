/**
 * A plain value (as JSON knows them) with every string in it replaced by what `map` makes of it; `key` is the
 * field that the string stands in, or its number in a list.
 */
export function mapStrings<Value>(value: Value, map: (text: string, key: string) => string): Value {
  if (value === undefined) return value;
  const mapped: Value = JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    typeof one === 'string' ? map(one, key) : one,
  );
  return mapped;
}
