import { forEachTarget } from './adjacency.ts';
import type { TaskGraph } from './task-graph.ts';

/** The chain of tasks that no run of the graph can be shorter than. */
export interface CriticalPath {
  /** Each task depends on the one before it; empty for an empty graph. */
  readonly ids: readonly string[];
  /** Sum of their durations, in the unit of `durationOf`. */
  readonly total: number;
}

/**
 * The longest path by duration (SPEC section 3, preview). `durationOf` gives a task's duration in
 * any unit, zero or more. Of several paths equally long it is always the same one.
 */
export function criticalPath(graph: TaskGraph, durationOf: (id: string) => number): CriticalPath {
  const { order, positions } = graph;
  const finish = new Float64Array(order.length);
  const before = new Int32Array(order.length).fill(-1);
  let last = -1;
  for (const [position, id] of order.entries()) {
    let latest = -1;
    forEachTarget(positions.dependencies, position, (dependency) => {
      if (latest === -1 || (finish[dependency] ?? 0) > (finish[latest] ?? 0)) latest = dependency;
    });
    before[position] = latest;
    finish[position] = (finish[latest] ?? 0) + durationOf(id);
    if (last === -1 || (finish[position] ?? 0) > (finish[last] ?? 0)) last = position;
  }
  const ids: string[] = [];
  for (let position = last; position !== -1; position = before[position] ?? -1) {
    ids.push(order[position] ?? '');
  }
  return { ids: ids.toReversed(), total: finish[last] ?? 0 };
}
