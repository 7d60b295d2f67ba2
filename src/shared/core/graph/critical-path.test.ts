import fc from 'fast-check';
import { expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { buildTaskGraph } from './task-graph.ts';
import type { TaskGraph } from './task-graph.ts';

function graphOf(rows: readonly (readonly number[])[]): TaskGraph {
  const nodes = rows.map((row, number) => ({
    id: `t.${number}`,
    dependencies: row.map((dependency) => `t.${dependency}`),
    ordinal: null,
  }));
  const built = buildTaskGraph(nodes, () => false);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value;
}

it('is the longest way by duration, not by number of tasks', () => {
  const durations: Record<string, number> = { 't.0': 1, 't.1': 1, 't.2': 1, 't.3': 10, 't.4': 2 };
  const graph = graphOf([[], [0], [1], [], [2, 3]]);
  expect(criticalPath(graph, (id) => durations[id] ?? 0)).toEqual({
    ids: ['t.3', 't.4'],
    total: 12,
  });
});

it('is empty for an empty graph', () => {
  expect(criticalPath(graphOf([]), () => 1)).toEqual({ ids: [], total: 0 });
});

it('takes the first of equally long ways', () => {
  expect(criticalPath(graphOf([[], [], [0, 1], [0, 1]]), () => 5)).toEqual({
    ids: ['t.0', 't.2'],
    total: 10,
  });
});

it('goes from a task without dependencies to the end of a chain of 100,000 tasks', () => {
  const chain = graphOf(Array.from({ length: 100_000 }, (_, n) => (n === 0 ? [] : [n - 1])));
  expect(criticalPath(chain, () => 1)).toEqual({ ids: chain.order, total: 100_000 });
});

it('is a chain of dependencies that no other chain exceeds', () => {
  const rows = fc.array(
    fc.record({ draws: fc.array(fc.nat(), { maxLength: 3 }), duration: fc.nat({ max: 9 }) }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(rows, (rows) => {
      const graph = graphOf(
        rows.map(({ draws }, number) => (number === 0 ? [] : draws.map((draw) => draw % number))),
      );
      const durationOf = (id: string): number => rows[Number(id.slice(2))]!.duration;
      const longestTo = (id: string): number =>
        durationOf(id) + Math.max(0, ...graph.dependenciesOf(id).map(longestTo));
      const { ids, total } = criticalPath(graph, durationOf);
      expect(total).toBe(Math.max(...graph.ids.map(longestTo)));
      expect(ids.reduce((sum, id) => sum + durationOf(id), 0)).toBe(total);
      for (const [place, id] of ids.slice(1).entries()) {
        expect(graph.dependenciesOf(id)).toContain(ids[place]);
      }
    }),
  );
});
