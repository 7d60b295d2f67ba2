import { forEachTarget } from './task-graph.ts';
import type { TaskGraph } from './task-graph.ts';

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

/** Follows the ready tasks of `graph`; ids in `closed` that it does not have are ignored. */
export function createReadyTracker(graph: TaskGraph, closed: Iterable<string>): ReadyTracker {
  const { order, positions } = graph;
  const isClosed = new Uint8Array(order.length);
  for (const id of closed) isClosed[positions.of(id)] = 1;
  /** How many of a task's dependencies are not closed. */
  const waitingFor = new Int32Array(order.length);
  const ready = new Set<string>();
  for (const [position, id] of order.entries()) {
    let open = 0;
    forEachTarget(positions.dependencies, position, (dependency) => {
      if (isClosed[dependency] === 0) open += 1;
    });
    waitingFor[position] = open;
    if (open === 0 && isClosed[position] === 0) ready.add(id);
  }

  /** Brings a task's place in `ready` up to date; returns whether that changed it. */
  const settle = (position: number): boolean => {
    const id = order[position];
    const isReady = waitingFor[position] === 0 && isClosed[position] === 0;
    if (id === undefined || isReady === ready.has(id)) return false;
    if (isReady) ready.add(id);
    else ready.delete(id);
    return true;
  };
  /** Closes or reopens a task; returns the dependents that became ready or ceased to be. */
  const mark = (id: string, nowClosed: 0 | 1): readonly string[] => {
    const position = positions.of(id);
    if (position === -1 || isClosed[position] === nowClosed) return [];
    isClosed[position] = nowClosed;
    settle(position);
    const changed: string[] = [];
    forEachTarget(positions.dependents, position, (dependent) => {
      waitingFor[dependent] = (waitingFor[dependent] ?? 0) + (nowClosed === 1 ? -1 : 1);
      if (settle(dependent)) changed.push(order[dependent] ?? '');
    });
    return changed;
  };
  return { ready, close: (id) => mark(id, 1), reopen: (id) => mark(id, 0) };
}
