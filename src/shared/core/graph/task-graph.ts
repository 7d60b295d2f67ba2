import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { forEachTarget, renumberEdges, reverseEdges } from './adjacency.ts';
import type { Adjacency } from './adjacency.ts';
import { findCycles } from './graph-cycles.ts';
import { layerNodes } from './graph-layers.ts';
import type { Layering } from './graph-layers.ts';
import { wireTasks } from './graph-wiring.ts';
import type { Wiring } from './graph-wiring.ts';
import { compareIds } from './natural-order.ts';
import { createTaskSorter } from './task-sorter.ts';

/** What the graph needs to know of a task. */
export interface GraphNode {
  readonly id: string;
  readonly dependencies: readonly string[];
  /** Place inside its layer; null sorts last. */
  readonly ordinal: number | null;
}

/**
 * Why a set of tasks has no order (SPEC section 2.1). In a cycle each task depends on the next one
 * named, the last one on the first.
 */
export type GraphProblem =
  | { readonly kind: 'cycle'; readonly ids: readonly string[] }
  | { readonly kind: 'unknown_dependency'; readonly taskId: string; readonly dependencyId: string }
  | { readonly kind: 'duplicate_id'; readonly id: string };

/** A set of tasks that can be worked off, and the order to do it in (SPEC section 2.1). */
export interface TaskGraph {
  /** The ids in the order of the argument. */
  readonly ids: readonly string[];
  /** Every id once, dependencies first: the layers one after the other. */
  readonly order: readonly string[];
  /** A task's layer is the first one after those of all its dependencies inside the set. */
  readonly layers: readonly (readonly string[])[];
  /** Dependencies outside the set as listed, for the tasks that have any, in graph order. */
  readonly external: ReadonlyMap<string, readonly string[]>;
  /** Tasks that depend on `id`, in graph order; none when `id` is not in the graph. */
  dependentsOf(id: string): readonly string[];
  /** Tasks of the set that `id` depends on, as it lists them; none when it is not in the graph. */
  dependenciesOf(id: string): readonly string[];
  has(id: string): boolean;
  /** The same by number, for walks over large graphs. */
  readonly positions: GraphPositions;
}

/** A graph whose tasks are named by their place in `order`. */
export interface GraphPositions {
  /** Place of a task in `order`; -1 when it is not in the graph. */
  of(id: string): number;
  readonly dependencies: Adjacency;
  /** Each task's dependents ascend. */
  readonly dependents: Adjacency;
}

/**
 * Order of tasks inside a layer: by ordinal (null last), then by id with its numbers compared as
 * numbers, then by the id's code units. Zero only for the same ordinal and id (SPEC section 2.1).
 */
export function compareTasks(
  a: Pick<GraphNode, 'id' | 'ordinal'>,
  b: Pick<GraphNode, 'id' | 'ordinal'>,
): number {
  if (a.ordinal !== b.ordinal) {
    if (a.ordinal === null) return 1;
    if (b.ordinal === null) return -1;
    return a.ordinal - b.ordinal;
  }
  return compareIds(a.id, b.id);
}

/** Gives access to a checked graph by id. */
function accessById(
  { table, dependencies: wired, outside }: Wiring<GraphNode>,
  { order, ends }: Layering,
): TaskGraph {
  const { ids } = table;
  const rankOf = new Int32Array(order.length);
  const ordered: string[] = [];
  for (const node of order) rankOf[node] = ordered.push(ids[node] ?? '') - 1;
  const dependencies = renumberEdges(wired, order, rankOf);
  const dependents = reverseEdges(dependencies);
  const positionOf = (id: string): number => rankOf[table.numberOf(id)] ?? -1;
  const idsOf = (edges: Adjacency, position: number): readonly string[] => {
    const found: string[] = [];
    if (position !== -1) forEachTarget(edges, position, (rank) => found.push(ordered[rank] ?? ''));
    return found;
  };
  return {
    ids,
    order: ordered,
    layers: ends.map((end, layer) => ordered.slice(ends[layer - 1] ?? 0, end)),
    external: new Map(
      [...outside]
        .sort(([a], [b]) => positionOf(a) - positionOf(b))
        .map(([id, others]) => [id, [...others]]),
    ),
    dependentsOf: (id) => idsOf(dependents, positionOf(id)),
    dependenciesOf: (id) => idsOf(dependencies, positionOf(id)),
    has: (id) => table.numberOf(id) !== -1,
    positions: { of: positionOf, dependencies, dependents },
  };
}

function findUnknown(
  outside: ReadonlyMap<string, ReadonlySet<string>>,
  isKnownOutside: (id: string) => boolean,
): GraphProblem[] {
  const problems = [...outside].flatMap(([taskId, ids]) =>
    [...ids]
      .filter((id) => !isKnownOutside(id))
      .map((dependencyId) => ({ kind: 'unknown_dependency', taskId, dependencyId }) as const),
  );
  return problems.sort(
    (a, b) => compareIds(a.taskId, b.taskId) || compareIds(a.dependencyId, b.dependencyId),
  );
}

/**
 * Checks the dependencies of the chosen tasks and puts them in order (SPEC section 2.1). A
 * dependency outside the set that `isKnownOutside` accepts is kept in `external` and does not
 * order. Fails with everything that is wrong: first ids that occur twice, then unknown dependencies,
 * then cycles, at least one for each knot of tasks that depend on each other. Tasks with distinct
 * ids give the same answer in any order, except for `ids`.
 */
export function buildTaskGraph(
  nodes: readonly GraphNode[],
  isKnownOutside: (id: string) => boolean,
): Result<TaskGraph, readonly GraphProblem[]> {
  const wiring = wireTasks(nodes);
  const { tasks } = wiring;
  const sort = createTaskSorter(
    wiring.table.ids,
    tasks.map((task) => task.ordinal),
  );
  const layering = layerNodes(wiring.dependencies, sort);
  const problems: GraphProblem[] = [
    ...[...wiring.duplicates].sort(compareIds).map((id) => ({ kind: 'duplicate_id', id }) as const),
    ...findUnknown(wiring.outside, isKnownOutside),
  ];
  if (layering.order.length < tasks.length) {
    const placed = new Set(layering.order);
    const unplaced = Int32Array.from(tasks.keys()).filter((node) => !placed.has(node));
    sort(unplaced);
    for (const cycle of findCycles(wiring.dependencies, unplaced)) {
      problems.push({ kind: 'cycle', ids: cycle.map((node) => wiring.table.ids[node] ?? '') });
    }
  }
  return problems.length > 0 ? err(problems) : ok(accessById(wiring, layering));
}
