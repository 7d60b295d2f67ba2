/** Spelling without what people vary: case, `-`, `_`. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

/** How many letters must be put in, taken out or exchanged to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const exchange = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const shift = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
      current.push(Math.min(exchange, shift));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}

/** The one of `names` that somebody who wrote `name` most likely meant; null when none is close. */
export function nearestName(name: string, names: readonly string[]): string | null {
  const written = plain(name).slice(0, 100);
  const limit = Math.min(3, Math.floor(written.length / 3));
  let best: { name: string; distance: number } | null = null;
  for (const candidate of names) {
    const distance = editDistance(written, plain(candidate));
    if (distance <= limit && (best === null || distance < best.distance)) {
      best = { name: candidate, distance };
    }
  }
  return best?.name ?? null;
}
