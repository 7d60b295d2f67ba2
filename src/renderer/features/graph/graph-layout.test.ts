import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxSize, layOutGraph } from './graph-layout.ts';
import type { GraphLayout } from './graph-layout.ts';

function task(id: string, ...dependencies: string[]) {
  return { id, dependencies, ordinal: null };
}

function layOut(tasks: Parameters<typeof layOutGraph>[0]): GraphLayout {
  const layout = layOutGraph(tasks);
  if (!layout.ok) throw new Error(JSON.stringify(layout.error));
  return layout.value;
}

describe('layOutGraph', () => {
  it('puts a diamond into three columns and marks its longest chain', () => {
    const layout = layOut([task('a'), task('b', 'a'), task('c', 'a'), task('d', 'b', 'c')]);
    expect(layout.tasks.map(({ id, layer }) => `${id}${layer}`)).toEqual(['a0', 'b1', 'c1', 'd2']);
    expect(layout.criticalPath).toEqual(['a', 'b', 'd']);
    const critical = layout.edges.filter((edge) => edge.isCritical);
    expect(critical.map(({ from, to }) => from + to)).toEqual(['ab', 'bd']);
    expect(layout.edges).toHaveLength(4);
  });

  it('straightens chains that stand beside each other, so that their arrows do not cross', () => {
    const layout = layOut([task('a'), task('b'), task('x', 'b'), task('y', 'a')]);
    const y = (id: string) => layout.tasks.find((one) => one.id === id)!.y;
    expect(Math.sign(y('a') - y('b'))).toBe(Math.sign(y('y') - y('x')));
  });

  it('leaves out arrows from tasks that are not shown', () => {
    expect(layOut([task('a', 'elsewhere')]).edges).toEqual([]);
  });

  it('names a cycle instead of drawing it', () => {
    const layout = layOutGraph([task('a', 'b'), task('b', 'a')]);
    expect(layout.ok ? null : layout.error[0]?.kind).toBe('cycle');
  });

  it('draws nothing for no tasks', () => {
    expect(layOut([])).toMatchObject({ tasks: [], edges: [], criticalPath: [] });
  });

  it('keeps boxes apart and arrows pointing to the right, whatever the graph', () => {
    const graphs = fc
      .integer({ min: 1, max: 30 })
      .chain((count) =>
        fc
          .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 60 })
          .map((pairs) =>
            Array.from({ length: count }, (_, index) =>
              task(
                `t${index}`,
                ...new Set(
                  pairs
                    .filter(([a, b]) => Math.max(a, b) === index && a !== b)
                    .map(([a, b]) => `t${Math.min(a, b)}`),
                ),
              ),
            ),
          ),
      );
    fc.assert(
      fc.property(graphs, (tasks) => {
        const layout = layOut(tasks);
        const byId = new Map(layout.tasks.map((one) => [one.id, one]));
        expect(byId.size).toBe(tasks.length);
        for (const { from, to } of layout.edges) {
          expect(byId.get(from)!.x).toBeLessThan(byId.get(to)!.x);
        }
        for (const one of layout.tasks) {
          for (const other of layout.tasks) {
            if (one === other || one.layer !== other.layer) continue;
            expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(boxSize.height);
          }
        }
      }),
    );
  });
});
