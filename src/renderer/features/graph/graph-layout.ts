import { criticalPath } from '#shared/core/critical-path.ts';
import type { GraphProblem, TaskGraph } from '#shared/core/task-graph.ts';
import { buildTaskGraph } from '#shared/core/task-graph.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';

/** Size of a task's box and the room around it, in CSS pixels of the unzoomed graph. */
export const boxSize = { width: 216, height: 56 } as const;
const gap = { column: 72, row: 16 } as const;
/** Sweeps over the layers; more of them hardly move anything. */
const sweeps = 4;

export interface PlacedTask {
  readonly id: string;
  /** Counts from 0; tasks of one layer can run at the same time. */
  readonly layer: number;
  readonly x: number;
  readonly y: number;
}

export interface PlacedEdge {
  readonly from: string;
  readonly to: string;
  readonly isCritical: boolean;
}

/** Where each task stands, which arrows there are, and the longest chain. */
export interface GraphLayout {
  readonly tasks: readonly PlacedTask[];
  readonly edges: readonly PlacedEdge[];
  readonly criticalPath: readonly string[];
  readonly layers: readonly (readonly string[])[];
}

/**
 * Places tasks in columns, one for each layer of the order that a run follows (SPEC section 2.1), and
 * sorts each column by the middle of its neighbours so that few arrows cross (Sugiyama's barycentre
 * heuristic). Dependencies on tasks that are not among `tasks` have no arrow.
 */
export function layOutGraph(
  tasks: readonly Pick<Task, 'id' | 'dependencies' | 'ordinal'>[],
): Result<GraphLayout, readonly GraphProblem[]> {
  const inside = new Set(tasks.map((task) => task.id));
  const built = buildTaskGraph(tasks, (id) => !inside.has(id));
  if (!built.ok) return err(built.error);
  const graph = built.value;
  const path = criticalPath(graph, () => 1).ids;
  const layers = withFewCrossings(graph);
  return ok({ tasks: placed(layers), edges: edgesOf(graph, path), criticalPath: path, layers });
}

function withFewCrossings(graph: TaskGraph): readonly (readonly string[])[] {
  const layers = graph.layers.map((layer) => [...layer]);
  const rows = new Map<string, number>();
  const note = (layer: readonly string[]): void => {
    for (const [row, id] of layer.entries()) rows.set(id, row - layer.length / 2);
  };
  for (const layer of layers) note(layer);
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const forward = sweep % 2 === 0;
    const neighbours = (id: string): readonly string[] =>
      forward ? graph.dependenciesOf(id) : graph.dependentsOf(id);
    for (const layer of forward ? layers : layers.toReversed()) {
      const middles = new Map(layer.map((id) => [id, middle(neighbours(id), rows, id)]));
      layer.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0));
      note(layer);
    }
  }
  return layers;
}

/** The mean row of a task's neighbours; its own row when it has none. */
function middle(
  neighbours: readonly string[],
  rows: ReadonlyMap<string, number>,
  id: string,
): number {
  const known = neighbours.flatMap((one) => rows.get(one) ?? []);
  if (known.length === 0) return rows.get(id) ?? 0;
  return known.reduce((sum, row) => sum + row, 0) / known.length;
}

function placed(layers: readonly (readonly string[])[]): readonly PlacedTask[] {
  const tallest = Math.max(0, ...layers.map((layer) => layer.length));
  const rowHeight = boxSize.height + gap.row;
  return layers.flatMap((ids, layer) =>
    ids.map((id, row) => ({
      id,
      layer,
      x: layer * (boxSize.width + gap.column),
      // Columns are centred on each other.
      y: (row + (tallest - ids.length) / 2) * rowHeight,
    })),
  );
}

function edgesOf(graph: TaskGraph, path: readonly string[]): readonly PlacedEdge[] {
  const next = new Map(path.slice(1).map((id, index) => [id, path[index]]));
  return graph.order.flatMap((to) =>
    graph.dependenciesOf(to).map((from) => ({ from, to, isCritical: next.get(to) === from })),
  );
}
