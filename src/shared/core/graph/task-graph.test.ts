import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTaskGraph, compareTasks } from './task-graph.ts';
import type { GraphNode, GraphProblem, TaskGraph } from './task-graph.ts';

const nothingOutside = (): boolean => false;

function task(id: string, dependencies: string[] = [], ordinal: number | null = null): GraphNode {
  return { id, dependencies, ordinal };
}

function graphOf(
  nodes: readonly GraphNode[],
  isKnownOutside: (id: string) => boolean = nothingOutside,
): TaskGraph {
  const built = buildTaskGraph(nodes, isKnownOutside);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value;
}

function problemsOf(
  nodes: readonly GraphNode[],
  isKnownOutside: (id: string) => boolean = nothingOutside,
): GraphProblem[] {
  const built = buildTaskGraph(nodes, isKnownOutside);
  return built.ok ? [] : [...built.error];
}

/** Tasks that depend only on tasks before them, listed in any order. */
const acyclicTasks = fc
  .array(
    fc.record({
      prefix: fc.constantFrom('a.', 'b-', 'T', ''),
      ordinal: fc.option(fc.integer({ min: -3, max: 3 })),
      dependencies: fc.array(fc.nat(), { maxLength: 4 }),
    }),
    { maxLength: 40 },
  )
  .map((drafts) => {
    const ids = drafts.map(({ prefix }, number) => `${prefix}${number}`);
    return drafts.map(({ ordinal, dependencies }, number) =>
      task(
        ids[number]!,
        number === 0 ? [] : dependencies.map((draw) => ids[draw % number]!),
        ordinal,
      ),
    );
  });

const shuffledTasks = acyclicTasks.chain((nodes) =>
  fc.shuffledSubarray(nodes, { minLength: nodes.length }),
);

/** Any tasks at all, with dependencies in every direction. */
const tangledTasks = fc
  .array(fc.array(fc.nat({ max: 14 }), { maxLength: 3 }), { minLength: 1, maxLength: 15 })
  .map((rows) =>
    rows.map((row, number) =>
      task(
        `t.${number}`,
        row.map((draw) => `t.${draw % rows.length}`),
      ),
    ),
  );

/** Which tasks can be reached from each task along dependencies, by the plainest way there is. */
function reachability(nodes: readonly GraphNode[]): Map<string, Set<string>> {
  const reached = new Map(nodes.map((node) => [node.id, new Set(node.dependencies)]));
  for (const middle of reached.keys()) {
    for (const targets of reached.values()) {
      if (!targets.has(middle)) continue;
      for (const target of reached.get(middle)!) targets.add(target);
    }
  }
  return reached;
}

function expectCycle(nodes: readonly GraphNode[], ids: readonly string[]): void {
  expect(new Set(ids).size).toBe(ids.length);
  for (const [place, id] of ids.entries()) {
    const next = ids[(place + 1) % ids.length];
    expect(nodes.find((node) => node.id === id)?.dependencies).toContain(next);
  }
}

describe('order inside a layer', () => {
  const sorted = (...nodes: GraphNode[]): string[] => nodes.sort(compareTasks).map(({ id }) => id);

  it('is by ordinal first, and puts tasks without one last', () => {
    expect(sorted(task('a'), task('b', [], 2), task('c', [], -1.5))).toEqual(['c', 'b', 'a']);
  });

  it('compares numbers in ids as numbers, wherever they stand', () => {
    expect(sorted(task('t.10'), task('t.2'), task('t.1'))).toEqual(['t.1', 't.2', 't.10']);
    expect(sorted(task('TASK-10'), task('TASK-9'))).toEqual(['TASK-9', 'TASK-10']);
    expect(sorted(task('a10.1'), task('a9.20'), task('a9.3'))).toEqual(['a9.3', 'a9.20', 'a10.1']);
    expect(sorted(task('task-1.2'), task('task-10'), task('task-1'))).toEqual([
      'task-1',
      'task-1.2',
      'task-10',
    ]);
  });

  it('compares numbers that are too long for a number type', () => {
    const short = `t.9${'0'.repeat(30)}1`;
    expect(sorted(task(`t.1${'0'.repeat(40)}`), task(short))[0]).toBe(short);
  });

  it('falls back to code units where the ids are equal by number', () => {
    expect(sorted(task('t.7'), task('t.07'), task('t.007'))).toEqual(['t.007', 't.07', 't.7']);
    expect(sorted(task('t.7a'), task('t.07b'))).toEqual(['t.7a', 't.07b']);
  });

  it('is a total order on ids', () => {
    const id = fc.string({ unit: fc.constantFrom('0', '1', '9', '.', 'a', 'Z'), maxLength: 6 });
    fc.assert(
      fc.property(id, id, id, (a, b, c) => {
        const compare = (left: string, right: string): number =>
          Math.sign(compareTasks(task(left), task(right)));
        expect(compare(a, b) + compare(b, a)).toBe(0);
        expect(compare(a, b) === 0).toBe(a === b);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a graph that can be worked off', () => {
  it('comes in layers, each ordered by ordinal and id', () => {
    const graph = graphOf([
      task('t.10'),
      task('t.3', ['t.1', 't.2']),
      task('t.2', ['t.10']),
      task('t.1'),
      task('t.4', ['t.10'], 5),
    ]);
    expect(graph.layers).toEqual([['t.1', 't.10'], ['t.4', 't.2'], ['t.3']]);
    expect(graph.order).toEqual(['t.1', 't.10', 't.4', 't.2', 't.3']);
    expect(graph.ids).toEqual(['t.10', 't.3', 't.2', 't.1', 't.4']);
  });

  it('tells dependencies and dependents, and nothing of tasks it does not have', () => {
    const graph = graphOf([task('a'), task('b'), task('d', ['b', 'a']), task('c', ['a'])]);
    expect(graph.dependentsOf('a')).toEqual(['c', 'd']);
    expect(graph.dependenciesOf('d')).toEqual(['b', 'a']);
    expect(graph.dependentsOf('x')).toEqual([]);
    expect(graph.dependenciesOf('x')).toEqual([]);
    expect([graph.has('a'), graph.has('x')]).toEqual([true, false]);
  });

  it('counts a dependency that is listed twice once', () => {
    const graph = graphOf([task('a'), task('b', ['a', 'a', 'out', 'out'])], (id) => id === 'out');
    expect(graph.dependenciesOf('b')).toEqual(['a']);
    expect(graph.dependentsOf('a')).toEqual(['b']);
    expect(graph.external).toEqual(new Map([['b', ['out']]]));
  });

  it('is not ordered by dependencies outside the chosen set', () => {
    const graph = graphOf([task('b', ['z', 'y']), task('c')], (id) => 'yz'.includes(id));
    expect(graph.layers).toEqual([['b', 'c']]);
    expect([...graph.external]).toEqual([['b', ['z', 'y']]]);
  });

  it('may be empty', () => {
    const graph = graphOf([]);
    expect([graph.order, graph.layers, graph.ids]).toEqual([[], [], []]);
  });

  it('may be a chain of 100,000 tasks', () => {
    const chain = Array.from({ length: 100_000 }, (_, number) =>
      task(`t.${number}`, number === 0 ? [] : [`t.${number - 1}`]),
    );
    expect(graphOf(chain.toReversed()).order).toEqual(chain.map(({ id }) => id));
  });

  it('has every id once in order and layers, each task after its dependencies', () => {
    fc.assert(
      fc.property(shuffledTasks, (nodes) => {
        const graph = graphOf(nodes);
        expect(graph.layers.flat()).toEqual(graph.order);
        expect(graph.order.toSorted()).toEqual(nodes.map(({ id }) => id).sort());
        const layerOf = new Map(
          graph.layers.flatMap((layer, number) => layer.map((id) => [id, number] as const)),
        );
        for (const { id, dependencies } of nodes) {
          const deepest = Math.max(
            -1,
            ...dependencies.map((dependency) => layerOf.get(dependency)!),
          );
          expect(layerOf.get(id)).toBe(deepest + 1);
        }
        const byId = new Map(nodes.map((node) => [node.id, node]));
        for (const layer of graph.layers) {
          const own = layer.map((id) => byId.get(id)!);
          expect(own).toEqual(own.toSorted(compareTasks));
        }
      }),
    );
  });

  it('has a layer in the same order as comparing its tasks two by two gives', () => {
    const unit = fc.constantFrom('0', '1', '9', '.', 'a', 'é', '~');
    const node = fc.record({
      id: fc.oneof(
        fc.string({ unit, maxLength: 5 }).map((end) => `epic-1${end}`),
        fc.string({ unit: fc.constantFrom('0', '9'), maxLength: 20 }).map((end) => `epic-1${end}`),
        fc.string({ unit, maxLength: 4 }),
      ),
      dependencies: fc.constant([]),
      ordinal: fc.option(fc.double({ min: -2, max: 2, noNaN: true }), { freq: 2 }),
    });
    const distinct = fc.uniqueArray(node, { selector: ({ id }) => id, maxLength: 12 });
    fc.assert(
      fc.property(distinct, (nodes) => {
        const sorted = nodes.toSorted(compareTasks).map(({ id }) => id);
        expect(graphOf(nodes).order).toEqual(sorted);
      }),
      { numRuns: 1000 },
    );
  });

  it('has the same edges both ways, dependents in graph order', () => {
    fc.assert(
      fc.property(shuffledTasks, (nodes) => {
        const graph = graphOf(nodes);
        for (const { id, dependencies } of nodes) {
          expect(graph.dependenciesOf(id)).toEqual([...new Set(dependencies)]);
          const dependents = nodes.filter((node) => node.dependencies.includes(id));
          const wanted = new Set(dependents.map((node) => node.id));
          expect(graph.dependentsOf(id)).toEqual(graph.order.filter((other) => wanted.has(other)));
        }
      }),
    );
  });
});

describe('a graph that cannot be worked off', () => {
  it('names both ids of an unknown dependency', () => {
    expect(problemsOf([task('t.1', ['t.9'])])).toEqual([
      { kind: 'unknown_dependency', taskId: 't.1', dependencyId: 't.9' },
    ]);
  });

  it('names the tasks of a cycle in order, starting with the first of them', () => {
    const nodes = [task('t.10', ['t.2']), task('t.9', ['t.10']), task('t.2', ['t.9']), task('t.1')];
    expect(problemsOf(nodes)).toEqual([{ kind: 'cycle', ids: ['t.2', 't.9', 't.10'] }]);
  });

  it('calls a task that depends on itself a cycle of one', () => {
    expect(problemsOf([task('a', ['a'])])).toEqual([{ kind: 'cycle', ids: ['a'] }]);
  });

  it('does not blame the tasks before, behind and between cycles', () => {
    const nodes = [
      task('before'),
      task('a', ['b', 'before']),
      task('b', ['a']),
      task('between', ['a']),
      task('c', ['d', 'between']),
      task('d', ['c']),
      task('behind', ['d']),
    ];
    expect(problemsOf(nodes)).toEqual([
      { kind: 'cycle', ids: ['a', 'b'] },
      { kind: 'cycle', ids: ['c', 'd'] },
    ]);
  });

  it('leaves detours out of a cycle', () => {
    const nodes = [task('a', ['b', 'd']), task('b', ['c']), task('c', ['d']), task('d', ['a'])];
    expect(problemsOf(nodes)).toEqual([{ kind: 'cycle', ids: ['a', 'd'] }]);
  });

  it('reports everything that is wrong at once', () => {
    const nodes = [
      task('t.10', ['gone.10', 'gone.2']),
      task('t.2', ['t.2']),
      task('t.3'),
      task('t.3', ['nowhere']),
    ];
    expect(problemsOf(nodes)).toEqual([
      { kind: 'duplicate_id', id: 't.3' },
      { kind: 'unknown_dependency', taskId: 't.3', dependencyId: 'nowhere' },
      { kind: 'unknown_dependency', taskId: 't.10', dependencyId: 'gone.2' },
      { kind: 'unknown_dependency', taskId: 't.10', dependencyId: 'gone.10' },
      { kind: 'cycle', ids: ['t.2'] },
    ]);
  });

  it('may be a cycle of 100,000 tasks', () => {
    const ring = Array.from({ length: 100_000 }, (_, number) =>
      task(`t.${number}`, [`t.${(number + 1) % 100_000}`]),
    );
    expect(problemsOf(ring)).toEqual([{ kind: 'cycle', ids: ring.map(({ id }) => id) }]);
  });

  it('is refused after a dependency was added against the order', () => {
    fc.assert(
      fc.property(shuffledTasks, fc.nat(), fc.nat(), (nodes, first, second) => {
        fc.pre(nodes.length > 0);
        const { order } = graphOf(nodes);
        const [low, high] = [first % order.length, second % order.length].sort((a, b) => a - b);
        const [early, late] = [order[low!]!, order[high!]!];
        const tied = nodes.map((node) => {
          if (node.id === early) return { ...node, dependencies: [...node.dependencies, late] };
          if (node.id === late) return { ...node, dependencies: [...node.dependencies, early] };
          return node;
        });
        const problems = problemsOf(tied);
        expect(problems.length).toBeGreaterThan(0);
        for (const problem of problems) {
          if (problem.kind !== 'cycle') throw new Error(problem.kind);
          expectCycle(tied, problem.ids);
        }
      }),
    );
  });

  it('is refused exactly when a task can reach itself, with a cycle for every such knot', () => {
    fc.assert(
      fc.property(tangledTasks, (nodes) => {
        const reached = reachability(nodes);
        const cycles = problemsOf(nodes).map((problem) =>
          problem.kind === 'cycle' ? problem.ids : [],
        );
        for (const ids of cycles) expectCycle(nodes, ids);
        const named = new Set(cycles.flat());
        expect(named.size).toBe(cycles.flat().length);
        for (const [id, targets] of reached) {
          if (!targets.has(id)) continue;
          const knot = [...targets].filter((target) => reached.get(target)!.has(id));
          expect(knot.some((member) => named.has(member))).toBe(true);
        }
      }),
    );
  });
});

it('gives the same answer in whichever order the tasks are listed', () => {
  const answer = (nodes: readonly GraphNode[]): unknown => {
    const built = buildTaskGraph(nodes, (id) => id === 't.0');
    if (!built.ok) return built.error;
    const { order, layers, external } = built.value;
    return {
      layers,
      external: [...external],
      edges: order.map((id) => [built.value.dependentsOf(id), built.value.dependenciesOf(id)]),
    };
  };
  const listed = fc
    .oneof(acyclicTasks, tangledTasks)
    .map((nodes) => nodes.filter(({ id }) => id !== 't.0'))
    .chain((nodes) =>
      fc.tuple(fc.constant(nodes), fc.shuffledSubarray(nodes, { minLength: nodes.length })),
    );
  fc.assert(
    fc.property(listed, ([nodes, reordered]) => {
      expect(answer(reordered)).toEqual(answer(nodes));
    }),
  );
});
