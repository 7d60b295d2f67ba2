import { at, reverseEdges } from './adjacency.ts';
import type { Adjacency } from './adjacency.ts';

/** Nodes in an order that has their dependencies first. */
export interface Layering {
  /** The layers one after the other; without the nodes in a cycle and those behind one. */
  readonly order: Int32Array;
  /** Where in `order` each layer ends. */
  readonly ends: readonly number[];
}

/**
 * Kahn's algorithm by layers: a node's layer is the first one after those of all its dependencies.
 * `sort` orders the nodes of one layer (SPEC section 2.1).
 */
export function layerNodes(
  { starts, targets }: Adjacency,
  sort: (layer: Int32Array) => void,
): Layering {
  const dependents = reverseEdges({ starts, targets });
  const count = starts.length - 1;
  const waitingFor = new Int32Array(count);
  const order = new Int32Array(count);
  const ends: number[] = [];
  let released = 0;
  for (let node = 0; node < count; node += 1) {
    const dependencies = at(starts, node + 1) - at(starts, node);
    waitingFor[node] = dependencies;
    if (dependencies === 0) order[released++] = node;
  }
  for (let start = 0; start < released;) {
    const end = released;
    sort(order.subarray(start, end));
    ends.push(end);
    for (; start < end; start += 1) {
      const node = at(order, start);
      const lastEdge = at(dependents.starts, node + 1);
      for (let edge = at(dependents.starts, node); edge < lastEdge; edge += 1) {
        const dependent = at(dependents.targets, edge);
        const left = at(waitingFor, dependent) - 1;
        waitingFor[dependent] = left;
        if (left === 0) order[released++] = dependent;
      }
    }
  }
  return { order: order.subarray(0, released), ends };
}
