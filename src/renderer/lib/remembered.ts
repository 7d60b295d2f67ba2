import type { z } from 'zod';

/** What this module needs of the browser's storage. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** What was remembered under a key on this machine; null when nothing was, or in another shape. */
export function recall<Schema extends z.ZodType>(
  storage: KeyValueStorage,
  key: string,
  schema: Schema,
): z.output<Schema> | null {
  const text = storage.getItem(key);
  if (text === null) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: something else wrote it.
    return null;
  }
}

/** Remembers a value on this machine, for {@link recall}. A full storage remembers nothing more. */
export function remember(storage: KeyValueStorage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // How something was shown is not worth an error.
  }
}
