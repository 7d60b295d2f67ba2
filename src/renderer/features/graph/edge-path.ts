/** A place in the unzoomed graph, in CSS pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const arrow = { length: 8, halfWidth: 4 } as const;

/** An arrow as SVG paths: its line, and the tip that is filled. */
export interface ArrowPath {
  readonly line: string;
  readonly tip: string;
}

/**
 * Draws an arrow from the first of `points` to the last. They come in pairs: a curve leads from the end of
 * one pair to the start of the next, and each pair between the first and the last is a straight line
 * through a layer. So it bends only where there are no boxes.
 */
export function arrowPath(points: readonly Point[]): ArrowPath {
  const [start] = points;
  const end = points.at(-1);
  if (start === undefined || end === undefined) return { line: '', tip: '' };
  const way = end.x < start.x ? -1 : 1;
  const neck = { x: end.x - way * arrow.length, y: end.y };
  const path = [...points.slice(0, -1), neck];
  const parts = [`M${at(start)}`];
  for (let index = 1; index < path.length; index += 1) {
    const [from, to] = [path[index - 1] ?? start, path[index] ?? neck];
    parts.push(index % 2 === 1 ? curve(from, to) : `L${at(to)}`);
  }
  const back = `${round(neck.x)} `;
  const { halfWidth } = arrow;
  return {
    line: parts.join(''),
    tip: `M${back}${round(neck.y - halfWidth)}L${at(end)}L${back}${round(neck.y + halfWidth)}Z`,
  };
}

function curve(from: Point, to: Point): string {
  const half = (to.x - from.x) / 2;
  return `C${round(from.x + half)} ${round(from.y)} ${round(to.x - half)} ${round(to.y)} ${at(to)}`;
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
