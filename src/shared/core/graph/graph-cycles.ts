import { at, forEachTarget } from './adjacency.ts';
import type { Adjacency } from './adjacency.ts';

/**
 * Cycles among `nodes`: no two share a node, and every knot of nodes that depend on each other has
 * at least one. A walk in depth, without recursion, that takes each cycle it closes out of the
 * graph; so it passes every node and edge once.
 */
function disjointCycles({ starts, targets }: Adjacency, nodes: Readonly<Int32Array>): number[][] {
  const cycles: number[][] = [];
  const nextEdge = starts.slice();
  const unseen = new Set(nodes);
  const path: number[] = [];
  const onPath = new Set<number>();
  const enter = (node: number): boolean => {
    if (!unseen.delete(node)) return false;
    path.push(node);
    onPath.add(node);
    return true;
  };
  for (const root of nodes) {
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

/** The shortest cycle among the members of a cycle that passes through `start`. */
function shorten(edges: Adjacency, cycle: readonly number[], start: number): number[] {
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

/**
 * Cycles among `nodes`, at least one for each knot of nodes that depend on each other; no two share
 * a node. Each starts with the one of its nodes that is the first in `nodes`, and no shorter cycle
 * of its nodes goes through that one. Edges may lead out of `nodes`.
 */
export function findCycles(edges: Adjacency, nodes: Readonly<Int32Array>): number[][] {
  const rankOf = new Map([...nodes].map((node, rank) => [node, rank] as const));
  const rank = (node: number): number => rankOf.get(node) ?? nodes.length;
  return disjointCycles(edges, nodes).map((cycle) =>
    shorten(
      edges,
      cycle,
      cycle.reduce((first, member) => (rank(member) < rank(first) ? member : first)),
    ),
  );
}
