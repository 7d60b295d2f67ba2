import { criticalPath } from '#shared/core/graph/critical-path.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { GraphNode, TaskGraph } from '#shared/core/graph/task-graph.ts';
import { withoutCircles } from './acyclic.ts';
import type { AcyclicTasks, Dependency } from './acyclic.ts';
import { arrowPath } from './edge-path.ts';
import type { ArrowPath, Point } from './edge-path.ts';
import { makeItems } from './graph-items.ts';
import type { ItemGraph, LayerItem } from './graph-items.ts';
import { placeItems } from './place-items.ts';

/** Size of a task's box in CSS pixels of the unzoomed graph. */
export const boxSize = { width: 232, height: 60 } as const;
/** Room between two layers, where arrows bend. */
const layerGap = 88;
/** How far below the middle of a box the arrows that lead back begin and end, apart from the others. */
const turnedPort = 18;
const itemSizes = { boxHeight: boxSize.height, trackHeight: 4, boxGap: 20, trackGap: 12 } as const;

export interface PlacedTask extends Point {
  readonly id: string;
  /** Counts from 0; tasks of one layer do not wait for each other. */
  readonly layer: number;
}

/** An arrow from a task to one that waits for it. */
export interface PlacedEdge extends Dependency, ArrowPath {
  readonly isCritical: boolean;
  /** Whether it is part of a circle that is reported. */
  readonly isInCycle: boolean;
}

/** Where each task stands and how the arrows between them run. */
export interface GraphLayout {
  readonly tasks: readonly PlacedTask[];
  readonly edges: readonly PlacedEdge[];
  /** The longest chain; none when tasks wait for each other in a circle. */
  readonly criticalPath: readonly string[];
  readonly layers: readonly (readonly string[])[];
  /** Circles: each task waits for the next one, the last one for the first. */
  readonly cycles: readonly (readonly string[])[];
  /** Size of all of it. */
  readonly width: number;
  readonly height: number;
}

/**
 * Places tasks in columns, one for each layer of the order that a run follows (SPEC section 2.1), and
 * leads arrows between the boxes. Dependencies on tasks that are not among `tasks` have no arrow. Where
 * tasks wait for each other in a circle, the arrows that close it lead back to the left.
 */
export function layOutGraph(tasks: readonly GraphNode[]): GraphLayout {
  const inside = new Set(tasks.map(({ id }) => id));
  const built = buildTaskGraph(tasks, (id) => !inside.has(id));
  if (built.ok) return drawn(built.value, [], []);
  const cycles = built.error.flatMap((problem) => (problem.kind === 'cycle' ? [problem.ids] : []));
  const open: AcyclicTasks = withoutCircles(tasks);
  const rest = buildTaskGraph(open.tasks, (id) => !inside.has(id));
  if (!rest.ok) throw new Error('A graph without its closing dependencies still has a circle.');
  return drawn(rest.value, open.closing, cycles);
}

function drawn(
  graph: TaskGraph,
  closing: readonly Dependency[],
  cycles: readonly (readonly string[])[],
): GraphLayout {
  const path = cycles.length > 0 ? [] : criticalPath(graph, () => 1).ids;
  const arrows = graph.order.flatMap((to) =>
    graph.dependenciesOf(to).map((from): Dependency => ({ from, to })),
  );
  // They are led as if they pointed to the right, and drawn from their end.
  const turned = new Map(
    closing
      .filter(({ from, to }) => from !== to)
      .map((arrow) => [{ from: arrow.to, to: arrow.from }, arrow]),
  );
  const all = [...arrows, ...turned.keys()];
  const items = makeItems(graph.layers, all, (arrow) => turned.has(arrow));
  placeItems(items.layers, itemSizes);
  const { tasks, width, height } = placed(items);
  const critical = pairs(path);
  const inCycle = new Set(cycles.flatMap((ids) => [...pairs([...ids, ids[0] ?? ''].toReversed())]));
  const boxes = new Map(tasks.map((task) => [task.id, task]));
  const edges = all.map((arrow): PlacedEdge => {
    const isTurned = turned.has(arrow);
    const port = boxSize.height / 2 + (isTurned ? turnedPort : 0);
    const points = pointsOf(arrow, port, boxes, items.tracksOf.get(arrow) ?? []);
    const { from, to } = turned.get(arrow) ?? arrow;
    return {
      from,
      to,
      ...arrowPath(isTurned ? points.toReversed() : points),
      isCritical: critical.has(pair(from, to)),
      isInCycle: inCycle.has(pair(from, to)),
    };
  });
  return { tasks, edges, criticalPath: path, layers: graph.layers, cycles, width, height };
}

/** Gives the boxes their corners, with the uppermost item at 0. */
function placed({ layers }: ItemGraph): Pick<GraphLayout, 'tasks' | 'width' | 'height'> {
  let [top, bottom] = [Infinity, -Infinity];
  for (const { y } of layers.flat()) {
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (layers.length === 0) return { tasks: [], width: 0, height: 0 };
  const half = boxSize.height / 2;
  for (const item of layers.flat()) item.y += half - top;
  const tasks = layers.flatMap((items, layer) =>
    items.flatMap(({ taskId: id, y }): PlacedTask[] =>
      id === null ? [] : [{ id, layer, x: leftOf(layer), y: y - half }],
    ),
  );
  return {
    tasks,
    width: leftOf(layers.length - 1) + boxSize.width,
    height: bottom - top + boxSize.height,
  };
}

function leftOf(layer: number): number {
  return layer * (boxSize.width + layerGap);
}

function pointsOf(
  { from, to }: Dependency,
  port: number,
  boxes: ReadonlyMap<string, PlacedTask>,
  tracks: readonly LayerItem[],
): readonly Point[] {
  const [start, end] = [boxes.get(from), boxes.get(to)];
  if (start === undefined || end === undefined) return [];
  return [
    { x: start.x + boxSize.width, y: start.y + port },
    ...tracks.flatMap(({ layer, y }) => [
      { x: leftOf(layer), y },
      { x: leftOf(layer) + boxSize.width, y },
    ]),
    { x: end.x, y: end.y + port },
  ];
}

function pair(from: string, to: string): string {
  return `${from}\n${to}`;
}

/** Each id with the next one. */
function pairs(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.slice(1).map((id, index) => pair(ids[index] ?? '', id)));
}
