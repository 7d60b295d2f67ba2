/** Makes a `switch` exhaustive: a new variant becomes a compile error, a corrupt value an exception. */
export function assertNever(value: never, what = 'value'): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
