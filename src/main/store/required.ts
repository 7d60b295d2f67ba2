import type { CollectionName, Collections } from '#shared/core/records/collections.ts';
import type { Store } from './store.ts';

/**
 * A document that another one names, and that nothing deletes as long as it does.
 * @throws {Error} when it is missing all the same: the database is damaged
 */
export function required<Name extends CollectionName>(
  store: Store,
  name: Name,
  id: string,
): Collections[Name] {
  const document = store.get(name, id);
  if (document === null) throw new Error(`The database has no ${id} among its ${name}.`);
  return document;
}
