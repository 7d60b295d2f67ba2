import { availableParallelism } from 'node:os';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { GraphNode, TaskGraph } from '#shared/core/graph/task-graph.ts';
import type { Bench } from './lib/bench.ts';
import { randomInteger, seededRandom, shuffled } from './lib/random.ts';
import { median, round } from './lib/statistics.ts';

const tasksPerLayer = 1000;
const tasksPerEpic = 200;
const repeats = 9;

/**
 * A backlog of many epics, listed in no order: each task depends on tasks of the five layers before its
 * own, once in twenty times on one of a layer's twenty hubs; three tasks in ten have an ordinal.
 */
function makeBacklog(tasks: number, dependencies: number, random: () => number): GraphNode[] {
  const epics = Math.ceil(tasks / tasksPerEpic);
  const ids = Array.from(
    { length: tasks },
    (_, number) => `epic-${(number % epics) + 1}.${Math.floor(number / epics) + 1}`,
  );
  const chosen = ids.map(() => new Set<string>());
  const first = Math.min(tasksPerLayer, tasks - 1);
  for (let made = 0; made < dependencies;) {
    // Once round all tasks before chance decides, so that no task but the first layer's is free.
    const task = made + first < tasks ? made + first : first + randomInteger(random, tasks - first);
    const layer = Math.floor(task / tasksPerLayer);
    const back = made + first < tasks ? 1 : 1 + randomInteger(random, Math.min(5, layer));
    const within =
      random() < 0.05 ? randomInteger(random, 20) : randomInteger(random, tasksPerLayer);
    const dependency = ids[(layer - back) * tasksPerLayer + within];
    const wanted = chosen[task];
    if (dependency === undefined || wanted === undefined || wanted.has(dependency)) continue;
    wanted.add(dependency);
    made += 1;
  }
  const nodes = ids.map((id, number) => ({
    id,
    dependencies: [...(chosen[number] ?? [])],
    ordinal: random() < 0.3 ? randomInteger(random, 100) * 1000 : null,
  }));
  // Through JSON, as from a store or a file: each mention of an id is a string of its own.
  return JSON.parse(JSON.stringify(shuffled(nodes, random)));
}

/** Walks through every list that the check promises, so that none of them can be left for later. */
function useAll({ order, layers }: TaskGraph): void {
  let length = 0;
  for (const layer of layers) {
    for (const id of layer) if (id === order[length]) length += 1;
  }
  if (length !== order.length) throw new Error('Order and layers do not agree');
}

/** Checks, orders and layers the tasks. */
function check(nodes: readonly GraphNode[]): { graph: TaskGraph; ms: number } {
  const start = performance.now();
  const built = buildTaskGraph(nodes, () => false);
  if (!built.ok) throw new Error(`The generated graph is refused: ${JSON.stringify(built.error)}`);
  useAll(built.value);
  return { graph: built.value, ms: performance.now() - start };
}

export const bench: Bench = {
  help: 'checks and orders a large task graph (--tasks --dependencies --seed)',
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        tasks: { type: 'string', default: '100000' },
        dependencies: { type: 'string', default: '300000' },
        seed: { type: 'string', default: '1' },
      },
    });
    const [tasks, dependencies] = [Number(values.tasks), Number(values.dependencies)];
    if (!(tasks >= 2 * tasksPerLayer && dependencies <= 99 * (tasks - tasksPerLayer))) {
      throw new Error(
        `At least ${2 * tasksPerLayer} tasks with up to 99 dependencies each, please`,
      );
    }
    const nodes = makeBacklog(tasks, dependencies, seededRandom(Number(values.seed)));
    const cold = check(nodes);
    const warm = Array.from({ length: repeats }, () => check(nodes).ms);
    return {
      tasks: nodes.length,
      dependencies: nodes.reduce((sum, node) => sum + node.dependencies.length, 0),
      layers: cold.graph.layers.length,
      seed: Number(values.seed),
      cpus: availableParallelism(),
      node: process.version,
      coldMs: round(cold.ms),
      checkMs: round(median([cold.ms, ...warm])),
      checkMinMs: round(Math.min(cold.ms, ...warm)),
      checkMaxMs: round(Math.max(cold.ms, ...warm)),
    };
  },
};
