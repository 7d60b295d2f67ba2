import type { GraphNode } from '#shared/core/graph/task-graph.ts';

/** An arrow from what comes first to what waits for it. */
export interface Dependency {
  readonly from: string;
  readonly to: string;
}

/** Tasks without the dependencies that close a circle, and those dependencies. */
export interface AcyclicTasks {
  readonly tasks: readonly GraphNode[];
  readonly closing: readonly Dependency[];
}

/**
 * Takes away as many dependencies as a walk in depth finds that lead back to where it came from: what is
 * left has an order. Passes each task and dependency once, without recursion.
 */
export function withoutCircles(nodes: readonly GraphNode[]): AcyclicTasks {
  const byId = new Map(nodes.map((task) => [task.id, task]));
  const kept = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  const closing: Dependency[] = [];
  const unseen = new Set(byId.keys());
  const onPath = new Set<string>();
  for (const root of byId.keys()) {
    const path = unseen.delete(root) ? [{ id: root, next: 0 }] : [];
    if (path.length > 0) onPath.add(root);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const dependency = byId.get(step.id)?.dependencies[step.next];
      step.next += 1;
      if (dependency === undefined) {
        onPath.delete(step.id);
        path.pop();
      } else if (onPath.has(dependency)) {
        closing.push({ from: dependency, to: step.id });
      } else {
        kept.get(step.id)?.push(dependency);
        if (!unseen.delete(dependency)) continue;
        onPath.add(dependency);
        path.push({ id: dependency, next: 0 });
      }
    }
  }
  const tasks = nodes.map((task) => ({ ...task, dependencies: kept.get(task.id) ?? [] }));
  return { tasks, closing };
}
