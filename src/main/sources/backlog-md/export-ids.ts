/** The parts of an id that the Backlog.md tool can read: letters, `-`, a number, maybe more numbers. */
const readable = /^([A-Za-z]+)-(\d+(?:\.\d+)*)$/;

/** The prefix (lower case) that all ids have when all are `<letters>-<number>`; null otherwise. */
export function commonPrefix(ids: readonly string[]): string | null {
  const prefixes = new Set(ids.map((id) => readable.exec(id)?.[1]?.toLowerCase() ?? null));
  const [first = null] = prefixes;
  return prefixes.size === 1 ? first : null;
}

function numberOf(id: string, prefix: string): string | null {
  const match = readable.exec(id);
  return match?.[1]?.toLowerCase() === prefix ? (match[2] ?? null) : null;
}

/** The numbers that file names like `task-1.2 - Title.md` use up: `1.2`. */
export function idNumbers(fileNames: readonly string[], prefix: string): ReadonlySet<string> {
  return new Set(
    fileNames.flatMap((name) => numberOf(name.replace(/(?: - .*)?\.md$/, ''), prefix) ?? []),
  );
}

/**
 * Gives every task an id that the tool can read: its own where that is one with the project's prefix
 * and its number is free, else the prefix and the next number after all that are used.
 */
export function assignBacklogIds(
  ids: readonly string[],
  prefix: string,
  taken: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const used = new Set(taken);
  const assigned = new Map<string, string>();
  for (const id of ids) {
    const number = numberOf(id, prefix);
    if (number === null || used.has(number)) continue;
    used.add(number);
    assigned.set(id, id);
  }
  let next = Math.max(0, ...[...used].map((number) => Number.parseInt(number, 10))) + 1;
  for (const id of ids) {
    if (assigned.has(id)) continue;
    assigned.set(id, `${prefix.toUpperCase()}-${String(next)}`);
    next += 1;
  }
  return assigned;
}
