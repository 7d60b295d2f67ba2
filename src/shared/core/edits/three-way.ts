/** What becomes of fields that somebody changed while somebody else may have changed them too. */
export interface FieldMerge<Document> {
  /** Fields to change in the master, with their new values. */
  readonly taken: Partial<Document>;
  /** Fields that both changed, each in its own way: the master's value stays. */
  readonly lost: readonly (keyof Document & string)[];
}

/** Requests whose answers were lost on the way: each of them may have been accepted. */
export interface EarlierRequests<Document> {
  /** What the same person sent before, since `assumed`, without having heard an answer. */
  readonly sent: readonly Document[];
  /** What the master has been since `assumed`, oldest first. */
  readonly since: readonly Document[];
}

const noRequests = { sent: [], since: [] } as const;

/**
 * Merges by field. A change from `assumed` to `desired` is accepted if the host still has what was
 * assumed, and is lost otherwise. A field that has the desired value already is neither. A person may
 * change again what they sent before. What was accepted from them, and changed by others who saw it,
 * is lost and not accepted a second time.
 */
export function mergeFields<Document extends object>(
  fields: readonly (keyof Document & string)[],
  master: Document,
  assumed: Document,
  desired: Document,
  { sent, since }: EarlierRequests<Document> = noRequests,
): FieldMerge<Document> {
  const taken: Partial<Document> = {};
  const lost: (keyof Document & string)[] = [];
  for (const field of fields) {
    const wanted = desired[field];
    const own = sent.map((one) => one[field]);
    const isTouched = [assumed[field], ...own].some((value) => !sameValue(value, wanted));
    if (!isTouched || sameValue(master[field], wanted)) continue;
    const states = [...since, master].map((one) => one[field]);
    if (isFree(assumed[field], states, own, wanted)) taken[field] = wanted;
    else lost.push(field);
  }
  return { taken, lost };
}

/**
 * Whether a value that went from `assumed` through `states` may be changed to `desired` by somebody who knows
 * only `assumed` and their `own` values.
 */
function isFree(
  assumed: unknown,
  states: readonly unknown[],
  own: readonly unknown[],
  desired: unknown,
): boolean {
  const changes: unknown[] = [];
  for (const value of states) {
    if (!sameValue(value, changes.length === 0 ? assumed : changes.at(-1))) changes.push(value);
  }
  let next = 0;
  for (const value of own) if (sameValue(value, changes[next])) next += 1;
  if (next >= changes.length) return true;
  // Others have changed it, and back again: who knows what it was may change it, unless they answered them.
  const isAnswer = changes.some((value) => [...own, desired].some((one) => sameValue(value, one)));
  return sameValue(changes.at(-1), assumed) && !isAnswer;
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
