import type { GraphLayout, PlacedTask } from './graph-layout.ts';

/** Keys that lead from box to box. */
export const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const;
export type Arrow = (typeof arrows)[number];

/**
 * The task that an arrow key leads to: along an arrow of the graph to the left or right, the nearest of
 * several, and up or down within a layer. Null at the end of the way.
 */
export function stepFrom(layout: GraphLayout, id: string, key: Arrow): string | null {
  const here = layout.tasks.find((task) => task.id === id);
  if (here === undefined) return null;
  const candidates = candidatesOf(layout, here, key);
  const distance = ({ x, y }: PlacedTask): number => Math.hypot((x - here.x) / 4, y - here.y);
  const [nearest] = candidates.toSorted((a, b) => distance(a) - distance(b));
  return nearest?.id ?? null;
}

function candidatesOf(
  { tasks, edges }: GraphLayout,
  here: PlacedTask,
  key: Arrow,
): readonly PlacedTask[] {
  if (key === 'ArrowUp' || key === 'ArrowDown') {
    const sign = key === 'ArrowUp' ? -1 : 1;
    return tasks.filter(({ layer, y }) => layer === here.layer && (y - here.y) * sign > 0);
  }
  const isForward = key === 'ArrowRight';
  const ids = new Set(
    edges
      .filter(({ from, to }) => (isForward ? from : to) === here.id)
      .map(({ from, to }) => (isForward ? to : from)),
  );
  return tasks.filter(({ id }) => ids.has(id));
}
