/** What becomes of fields that somebody changed while somebody else may have changed them too. */
export interface FieldMerge<Document> {
  /** Fields to change in the master, with their new values. */
  readonly taken: Partial<Document>;
  /** Fields that both changed, each in its own way: the master's value stays. */
  readonly lost: readonly (keyof Document & string)[];
}

/**
 * Merges by field: one that was changed from `assumed` to `wished` is taken if the master still has
 * what was assumed, and is lost otherwise. A field that is as wished already is neither.
 */
export function mergeFields<Document extends object>(
  fields: readonly (keyof Document & string)[],
  master: Document,
  assumed: Document,
  wished: Document,
): FieldMerge<Document> {
  const taken: Partial<Document> = {};
  const lost: (keyof Document & string)[] = [];
  for (const field of fields) {
    if (sameValue(assumed[field], wished[field])) continue;
    if (sameValue(master[field], wished[field])) continue;
    if (sameValue(master[field], assumed[field])) taken[field] = wished[field];
    else lost.push(field);
  }
  return { taken, lost };
}

/** Whether two JSON values are equal; the order of an object's keys does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map<string, unknown>(Object.entries(a));
  const right = Object.entries(b);
  return (
    left.size === right.length &&
    right.every(([key, value]) => left.has(key) && sameValue(left.get(key), value))
  );
}
