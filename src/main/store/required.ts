import type { Collections } from '#shared/core/records/replay.ts';
import type { Store } from './store.ts';

/**
 * A document that another one names, and that nothing deletes as long as it does.
 * @throws {Error} when it is missing all the same: the database is damaged
 */
export function required<Name extends keyof Collections>(
  store: Store,
  name: Name,
  id: string,
): Collections[Name] {
  const document = store.get(name, id);
  if (document === null) throw new Error(`The database has no ${id} among its ${name}.`);
  return document;
}
