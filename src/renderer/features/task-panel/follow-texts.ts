/**
 * Where the texts of a list are in a later state of it: for each its index there, or null where it is gone. A text
 * that is in both is the same one, wherever it stands; of equal ones the first is the first. What is in one of them
 * alone was changed in its place if as many texts stand there now as before; where that is not so, it is gone: a
 * guess could take one text for another. No two texts have the same index.
 */
export function followTexts(
  before: readonly string[],
  after: readonly string[],
): readonly (number | null)[] {
  const found = matchEqual(before, after);
  const taken = new Set(found);
  const isFree = (index: number): boolean => !taken.has(index);
  let from = 0;
  while (from < before.length) {
    if (found[from] !== null) {
      from += 1;
      continue;
    }
    let to = from;
    while (to < before.length && found[to] === null) to += 1;
    const start = from === 0 ? 0 : (found[from - 1] ?? 0) + 1;
    const end = to === before.length ? after.length : (found[to] ?? 0);
    const isSameLength = end - start === to - from;
    const gap = Array.from({ length: Math.max(0, end - start) }, (_, offset) => start + offset);
    if (isSameLength && gap.every(isFree))
      for (const [offset, index] of gap.entries()) found[from + offset] = index;
    from = to;
  }
  return found;
}

function matchEqual(before: readonly string[], after: readonly string[]): (number | null)[] {
  const places = new Map<string, number[]>();
  for (const [index, text] of after.entries())
    places.set(text, [...(places.get(text) ?? []), index]);
  return before.map((text) => places.get(text)?.shift() ?? null);
}
