/** A repeatable stand-in for `Math.random` (mulberry32): the same seed gives the same numbers. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to before `end`. */
export function randomInteger(random: () => number, end: number): number {
  return Math.floor(random() * end);
}

/** The items in a random order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const remaining = [...items];
  const result: Item[] = [];
  while (remaining.length > 0) {
    const last = remaining.pop();
    const place = randomInteger(random, remaining.length + 1);
    const chosen = remaining[place];
    if (last === undefined) break;
    if (chosen !== undefined) remaining[place] = last;
    result.push(chosen ?? last);
  }
  return result;
}
