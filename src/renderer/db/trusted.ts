import type { Collections, ReplicatedCollection } from '#shared/core/records/collections.ts';

/**
 * Takes fields for a document of a collection. The host writes documents by their schemas and is of the
 * page's own version; to parse 10,000 of them again would cost more than all else that opening does.
 */
export function trusted<Name extends ReplicatedCollection>(
  _name: Name,
  fields: object,
): Collections[Name] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return fields as Collections[Name];
}
