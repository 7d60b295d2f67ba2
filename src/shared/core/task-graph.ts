import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

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
  /** The ids as they were given. */
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

/** Edges by source: the targets of `n` stand from `starts[n]` up to before `starts[n + 1]`. */
export interface Adjacency {
  readonly starts: Readonly<Int32Array>;
  readonly targets: Readonly<Int32Array>;
}

/** Order of two tasks by number, as {@link compareTasks}. */
type Compare = (a: number, b: number) => number;

const digitZero = 48;
const digitNine = 57;

/** Whether a character code, NaN past the end, is a digit up to `highest`. */
function isDigit(code: number, highest = digitNine): boolean {
  return code >= digitZero && code <= highest;
}

/** First position at or after `from` that holds no digit up to `highest`. */
function skipDigits(text: string, from: number, highest: number): number {
  let position = from;
  while (isDigit(text.charCodeAt(position), highest)) position += 1;
  return position;
}

/** By character, where a run of digits counts as one number: `t.2 < t.10`, `a.07` equals `a.7`. */
function compareNaturally(a: string, b: string): number {
  if (a === b) return 0;
  let start = 0;
  while (a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  while (isDigit(a.charCodeAt(start - 1))) start -= 1;
  const endA = skipDigits(a, start, digitNine);
  const endB = skipDigits(b, start, digitNine);
  if (endA === start || endB === start) return a < b ? -1 : 1;
  // Without its leading zeros the longer number is the greater one, however long they are.
  const numberA = a.slice(skipDigits(a, start, digitZero), endA);
  const numberB = b.slice(skipDigits(b, start, digitZero), endB);
  if (numberA === numberB) return compareNaturally(a.slice(endA), b.slice(endB));
  return numberA.length - numberB.length || (numberA < numberB ? -1 : 1);
}

function compareIds(a: string, b: string): number {
  if (a === b) return 0;
  const natural = compareNaturally(a, b);
  if (natural !== 0) return natural;
  return a < b ? -1 : 1;
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

/** Reads a list at a position that is known to be inside it. */
function at(list: ArrayLike<number>, position: number): number {
  const item = list[position];
  if (item === undefined) throw new RangeError(`No item ${position} of ${list.length}`);
  return item;
}

/** Calls `visit` with each target of a node. */
export function forEachTarget(
  { starts, targets }: Adjacency,
  node: number,
  visit: (target: number) => void,
): void {
  const end = at(starts, node + 1);
  for (let edge = at(starts, node); edge < end; edge += 1) visit(at(targets, edge));
}

/** The same edges the other way round; each node's targets come out in ascending order. */
function reverse(edges: Adjacency): Adjacency {
  const { starts, targets } = edges;
  const count = starts.length - 1;
  const reversedStarts = new Int32Array(count + 1);
  for (const target of targets) reversedStarts[target + 1] = at(reversedStarts, target + 1) + 1;
  for (let node = 0; node < count; node += 1) {
    reversedStarts[node + 1] = at(reversedStarts, node + 1) + at(reversedStarts, node);
  }
  const free = reversedStarts.slice();
  const sources = new Int32Array(targets.length);
  for (let node = 0; node < count; node += 1) {
    forEachTarget(edges, node, (target) => {
      const place = at(free, target);
      sources[place] = node;
      free[target] = place + 1;
    });
  }
  return { starts: reversedStarts, targets: sources };
}

/** The same edges with node `order[n]` called `n`. */
function renumber(edges: Adjacency, order: Int32Array, rankOf: Int32Array): Adjacency {
  const starts = new Int32Array(edges.starts.length);
  const targets = new Int32Array(edges.targets.length);
  let filled = 0;
  for (let rank = 0; rank < order.length; rank += 1) {
    forEachTarget(edges, at(order, rank), (target) => {
      targets[filled] = at(rankOf, target);
      filled += 1;
    });
    starts[rank + 1] = filled;
  }
  return { starts, targets };
}

/**
 * Numbers the tasks and resolves their dependencies. Tasks with the same id become one with the
 * dependencies of all, so that whatever else is wrong with them is found too.
 */
function wire(given: readonly GraphNode[]) {
  const nodes: GraphNode[] = [];
  const indexOf = new Map<string, number>();
  const duplicates = new Set<string>();
  for (const node of given) {
    const index = indexOf.get(node.id);
    const known = index === undefined ? undefined : nodes[index];
    if (index === undefined || known === undefined) {
      indexOf.set(node.id, nodes.length);
      nodes.push(node);
    } else {
      duplicates.add(node.id);
      nodes[index] = { ...known, dependencies: [...known.dependencies, ...node.dependencies] };
    }
  }
  const starts = new Int32Array(nodes.length + 1);
  const targets = new Int32Array(nodes.reduce((sum, node) => sum + node.dependencies.length, 0));
  const outside = new Map<string, Set<string>>();
  const lastSourceOf = new Int32Array(nodes.length).fill(-1);
  let edges = 0;
  for (const [source, { id, dependencies }] of nodes.entries()) {
    for (const dependency of dependencies) {
      const target = indexOf.get(dependency);
      if (target === undefined) {
        outside.set(id, (outside.get(id) ?? new Set()).add(dependency));
      } else if (lastSourceOf[target] !== source) {
        lastSourceOf[target] = source;
        targets[edges] = target;
        edges += 1;
      }
    }
    starts[source + 1] = edges;
  }
  const dependencies = { starts, targets: targets.subarray(0, edges) };
  return { nodes, indexOf, dependencies, outside, duplicates };
}

/** Length of the start that all tasks' ids have in common, up to the number it ends with if any. */
function commonStart(nodes: readonly GraphNode[]): number {
  let start = nodes[0]?.id ?? '';
  for (const { id } of nodes) while (!id.startsWith(start)) start = start.slice(0, -1);
  let { length } = start;
  while (isDigit(start.charCodeAt(length - 1))) length -= 1;
  return length;
}

/** What an id has at `from` as a number: where it differs, it orders the ids. */
function leadingKey(id: string, from: number): number {
  const longest = 1e15;
  const code = id.charCodeAt(from);
  if (!isDigit(code)) return code < digitZero ? code - digitZero : longest + code;
  return Math.min(Number(id.slice(from, skipDigits(id, from, digitNine))), longest);
}

/**
 * Compares as {@link compareTasks}, but settles most cases by numbers that it looks up beforehand:
 * comparing strings took a third of the whole check of a large graph.
 */
function comparer(nodes: readonly GraphNode[]): Compare {
  const from = commonStart(nodes);
  const ordinals = Float64Array.from(nodes, ({ ordinal }) => ordinal ?? Infinity);
  const keys = Float64Array.from(nodes, ({ id }) => leadingKey(id, from));
  // The difference of two infinities, and of an id that ends at `from`, is NaN: not settled.
  return (a, b) =>
    at(ordinals, a) - at(ordinals, b) ||
    at(keys, a) - at(keys, b) ||
    compareIds(nodes[a]?.id ?? '', nodes[b]?.id ?? '');
}

/** Kahn's algorithm by layers; tasks in a cycle, or behind one, do not get a place. */
function layer(dependencies: Adjacency, compare: Compare) {
  const dependents = reverse(dependencies);
  const count = dependencies.starts.length - 1;
  const waitingFor = new Int32Array(count);
  const order = new Int32Array(count);
  const layerEnds: number[] = [];
  let end = 0;
  const release = (node: number): void => {
    const left = at(waitingFor, node) - 1;
    waitingFor[node] = left;
    if (left > 0) return;
    order[end] = node;
    end += 1;
  };
  for (let node = 0; node < count; node += 1) {
    // One more than its dependencies, for being released once here.
    waitingFor[node] = at(dependencies.starts, node + 1) - at(dependencies.starts, node) + 1;
    release(node);
  }
  for (let start = 0; start < end;) {
    const layerEnd = end;
    order.subarray(start, layerEnd).sort(compare);
    layerEnds.push(layerEnd);
    for (; start < layerEnd; start += 1) forEachTarget(dependents, at(order, start), release);
  }
  return { order: order.subarray(0, end), layerEnds };
}

/**
 * Cycles among the tasks that got no place: no two share a task, and every knot of tasks that
 * depend on each other has at least one. A walk in depth, without recursion, that takes each cycle
 * it closes out of the graph; so it passes every task and dependency once.
 */
function findCycles({ starts, targets }: Adjacency, unplaced: readonly number[]): number[][] {
  const cycles: number[][] = [];
  const nextEdge = starts.slice();
  const unseen = new Set(unplaced);
  const path: number[] = [];
  const onPath = new Set<number>();
  const enter = (node: number): boolean => {
    if (!unseen.delete(node)) return false;
    path.push(node);
    onPath.add(node);
    return true;
  };
  for (const root of unplaced) {
    enter(root);
    for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
      const edge = at(nextEdge, node);
      nextEdge[node] = edge + 1;
      if (edge === starts[node + 1]) {
        path.pop();
        onPath.delete(node);
        continue;
      }
      const target = at(targets, edge);
      if (enter(target) || !onPath.has(target)) continue;
      const cycle = path.splice(path.lastIndexOf(target));
      for (const member of cycle) onPath.delete(member);
      cycles.push(cycle);
    }
  }
  return cycles;
}

/** The shortest cycle among the members of a cycle that passes through its first task. */
function shorten(edges: Adjacency, cycle: readonly number[], compare: Compare): number[] {
  const start = cycle.reduce((first, member) => (compare(member, first) < 0 ? member : first));
  const unseen = new Set(cycle);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    if (!unseen.has(start)) break;
    forEachTarget(edges, node, (target) => {
      if (!unseen.delete(target)) return;
      cameFrom.set(target, node);
      queue.push(target);
    });
  }
  const back: number[] = [];
  for (let step = cameFrom.get(start); step !== undefined && step !== start;) {
    back.push(step);
    step = cameFrom.get(step);
  }
  return [start, ...back.toReversed()];
}

/** Offers a checked graph by id. */
function offer(
  { nodes, indexOf, dependencies: given, outside }: ReturnType<typeof wire>,
  { order, layerEnds }: ReturnType<typeof layer>,
): TaskGraph {
  const rankOf = new Int32Array(order.length);
  for (const [rank, node] of order.entries()) rankOf[node] = rank;
  const ids = nodes.map((node) => node.id);
  const ordered = Array.from(order, (node) => ids[node] ?? '');
  const dependencies = renumber(given, order, rankOf);
  const dependents = reverse(dependencies);
  const positionOf = (id: string): number => rankOf[indexOf.get(id) ?? -1] ?? -1;
  const idsOf = (edges: Adjacency, position: number): readonly string[] => {
    const found: string[] = [];
    if (position !== -1) forEachTarget(edges, position, (rank) => found.push(ordered[rank] ?? ''));
    return found;
  };
  return {
    ids,
    order: ordered,
    layers: layerEnds.map((end, layer) => ordered.slice(layerEnds[layer - 1] ?? 0, end)),
    external: new Map(
      [...outside]
        .sort(([a], [b]) => positionOf(a) - positionOf(b))
        .map(([id, others]) => [id, [...others]]),
    ),
    dependentsOf: (id) => idsOf(dependents, positionOf(id)),
    dependenciesOf: (id) => idsOf(dependencies, positionOf(id)),
    has: (id) => indexOf.has(id),
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
 * order. Fails with everything that is wrong: first ids given twice, then unknown dependencies,
 * then cycles, at least one for each knot of tasks that depend on each other. Tasks with distinct
 * ids give the same answer in whichever order they are given, `ids` apart.
 */
export function buildTaskGraph(
  nodes: readonly GraphNode[],
  isKnownOutside: (id: string) => boolean,
): Result<TaskGraph, readonly GraphProblem[]> {
  const wiring = wire(nodes);
  const compare = comparer(wiring.nodes);
  const layering = layer(wiring.dependencies, compare);
  const problems: GraphProblem[] = [
    ...[...wiring.duplicates].sort(compareIds).map((id) => ({ kind: 'duplicate_id', id }) as const),
    ...findUnknown(wiring.outside, isKnownOutside),
  ];
  if (layering.order.length < wiring.nodes.length) {
    const placed = new Set(layering.order);
    const unplaced = [...wiring.nodes.keys()].filter((node) => !placed.has(node)).sort(compare);
    for (const cycle of findCycles(wiring.dependencies, unplaced)) {
      const shortest = shorten(wiring.dependencies, cycle, compare);
      problems.push({ kind: 'cycle', ids: shortest.map((node) => wiring.nodes[node]?.id ?? '') });
    }
  }
  return problems.length > 0 ? err(problems) : ok(offer(wiring, layering));
}
