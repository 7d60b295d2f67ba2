import type { Point } from '#renderer/features/graph/edge-path.ts';

const steps = 12;

/** Points along a path of `M`, `L` and `C` commands with absolute coordinates. */
export function pointsOn(line: string): readonly Point[] {
  const points: Point[] = [];
  for (const [, command = '', numbers = ''] of line.matchAll(/([MLC])([^MLC]*)/g)) {
    const values = numbers.trim().split(/ +/).map(Number);
    const ends = [points.at(-1), ...pairs(values)].filter((point) => point !== undefined);
    if (command === 'M') points.push(...pairs(values));
    else for (let step = 1; step <= steps; step += 1) points.push(between(ends, step / steps));
  }
  return points;
}

function pairs(values: readonly number[]): readonly Point[] {
  return values.flatMap((x, index) => (index % 2 === 0 ? [{ x, y: values[index + 1] ?? 0 }] : []));
}

/** The point of a Bézier curve at `t` (de Casteljau). */
function between(ends: readonly Point[], t: number): Point {
  const [first = { x: 0, y: 0 }] = ends;
  if (ends.length <= 1) return first;
  const next = ends.slice(1).map(({ x, y }, index) => {
    const from = ends[index] ?? first;
    return { x: from.x + (x - from.x) * t, y: from.y + (y - from.y) * t };
  });
  return between(next, t);
}
