import { at } from '#shared/core/graph/adjacency.ts';
import type { Adjacency } from '#shared/core/graph/adjacency.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';

/** Which tasks may start, kept up to date as tasks close and reopen (SPEC section 2.1). */
export interface ReadyTracker {
  /**
   * Tasks that are not closed and whose dependencies inside the graph all are. It changes with
   * `close` and `reopen`; its iteration order means nothing.
   */
  readonly ready: ReadonlySet<string>;
  /**
   * Counts a task as closed. Returns the tasks that became ready by it, in graph order: none when
   * it was closed already or is not in the graph. Looks at the task's dependents only.
   */
  close(id: string): readonly string[];
  /**
   * Counts a task as not closed. Returns the tasks that are no longer ready, in graph order: none
   * when it was not closed or is not in the graph. Looks at the task's dependents only.
   */
  reopen(id: string): readonly string[];
}

const none: readonly string[] = [];

/** Follows the ready tasks of `graph`; ids in `closed` that it does not have are ignored. */
export function createReadyTracker(graph: TaskGraph, closed: Iterable<string>): ReadyTracker {
  const { order, positions } = graph;
  const { dependencies, dependents } = positions;
  const isClosed = new Uint8Array(order.length);
  for (const id of closed) isClosed[positions.of(id)] = 1;
  const waitingFor = countOpen(dependencies, isClosed);
  const ready = new Set(order.filter((_, task) => waitingFor[task] === 0 && isClosed[task] === 0));

  /** Brings a task's place in `ready` up to date; returns whether that changed it. */
  const settle = (position: number, id: string): boolean => {
    const isReady = waitingFor[position] === 0 && isClosed[position] === 0;
    if (isReady === ready.has(id)) return false;
    if (isReady) ready.add(id);
    else ready.delete(id);
    return true;
  };
  /** Closes or reopens a task; returns the dependents that became ready or ceased to be. */
  const mark = (id: string, nowClosed: 0 | 1): readonly string[] => {
    const position = positions.of(id);
    if (position === -1 || isClosed[position] === nowClosed) return none;
    isClosed[position] = nowClosed;
    settle(position, id);
    // Most closes change nothing: they make no list, so that garbage does not delay any of them.
    let changed: string[] | null = null;
    const end = at(dependents.starts, position + 1);
    for (let edge = at(dependents.starts, position); edge < end; edge += 1) {
      const dependent = at(dependents.targets, edge);
      const dependentId = order[dependent] ?? '';
      waitingFor[dependent] = at(waitingFor, dependent) + (nowClosed === 1 ? -1 : 1);
      if (!settle(dependent, dependentId)) continue;
      if (changed === null) changed = [dependentId];
      else changed.push(dependentId);
    }
    return changed ?? none;
  };
  return { ready, close: (id) => mark(id, 1), reopen: (id) => mark(id, 0) };
}

/** How many of each task's dependencies are not closed. */
function countOpen({ starts, targets }: Adjacency, isClosed: Uint8Array): Int32Array {
  const open = new Int32Array(isClosed.length);
  for (let task = 0, edge = 0; task < open.length; task += 1) {
    let count = 0;
    for (const end = at(starts, task + 1); edge < end; edge += 1) {
      if (isClosed[at(targets, edge)] === 0) count += 1;
    }
    open[task] = count;
  }
  return open;
}
