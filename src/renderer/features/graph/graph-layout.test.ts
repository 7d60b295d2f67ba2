import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxSize, layOutGraph } from './graph-layout.ts';
import { pointsOn } from './testing/points-on.ts';

function task(id: string, ...dependencies: string[]) {
  return { id, dependencies, ordinal: null };
}

/** Tasks of which some depend on earlier ones, or, where circles are wanted, on any. */
function graphs(mostTasks: number, circles: boolean) {
  return fc.integer({ min: 1, max: mostTasks }).chain((count) =>
    fc
      .array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: count * 2 })
      .map((pairs) =>
        Array.from({ length: count }, (_, index) => {
          const needed = pairs.flatMap(([a, b]) => {
            if (circles) return a === index ? [b] : [];
            return Math.max(a, b) === index && a !== b ? [Math.min(a, b)] : [];
          });
          return task(`t${index}`, ...new Set(needed.map((one) => `t${one}`)));
        }),
      ),
  );
}

describe('layOutGraph', () => {
  it('puts a diamond into three columns and marks its critical path', () => {
    const layout = layOutGraph([task('a'), task('b', 'a'), task('c', 'a'), task('d', 'b', 'c')]);
    expect(layout.tasks.map(({ id, layer }) => `${id}${layer}`)).toEqual(['a0', 'b1', 'c1', 'd2']);
    expect(layout.criticalPath).toEqual(['a', 'b', 'd']);
    const critical = layout.edges.filter((edge) => edge.isCritical);
    expect(critical.map(({ from, to }) => from + to)).toEqual(['ab', 'bd']);
    expect(layout.edges).toHaveLength(4);
  });

  it('straightens chains that stand beside each other, so that their arrows do not cross', () => {
    const layout = layOutGraph([task('a'), task('b'), task('x', 'b'), task('y', 'a')]);
    const y = (id: string) => layout.tasks.find((one) => one.id === id)!.y;
    expect(Math.sign(y('a') - y('b'))).toBe(Math.sign(y('y') - y('x')));
  });

  it('leaves out arrows from tasks that are not shown', () => {
    expect(layOutGraph([task('a', 'elsewhere')]).edges).toEqual([]);
  });

  it('draws a circle with the tasks around it, and marks its arrows', () => {
    const layout = layOutGraph([task('a', 'c'), task('b', 'a'), task('c', 'b'), task('d', 'c')]);
    expect(layout.cycles).toEqual([['a', 'c', 'b']]);
    expect(layout.tasks.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'd']);
    const marked = layout.edges.filter(({ isInCycle }) => isInCycle);
    expect(marked.map(({ from, to }) => from + to).toSorted()).toEqual(['ab', 'bc', 'ca']);
    expect(layout.edges).toHaveLength(4);
    expect(layout.criticalPath).toEqual([]);
  });

  it('draws a task that waits for itself without an arrow', () => {
    const layout = layOutGraph([task('a', 'a')]);
    expect(layout).toMatchObject({ cycles: [['a']], edges: [], tasks: [{ id: 'a' }] });
  });

  it('draws nothing for no tasks', () => {
    expect(layOutGraph([])).toMatchObject({ tasks: [], edges: [], criticalPath: [] });
  });

  it.each([false, true])(
    'keeps boxes apart, and arrows off them, whatever the graph (circles: %s)',
    (circles) => {
      fc.assert(
        fc.property(graphs(24, circles), (tasks) => {
          const layout = layOutGraph(tasks);
          expect(layout.tasks).toHaveLength(tasks.length);
          for (const one of layout.tasks) {
            expect(one.y).toBeGreaterThan(-0.01);
            expect(one.y + boxSize.height).toBeLessThanOrEqual(layout.height + 0.01);
            for (const other of layout.tasks) {
              if (one === other || one.layer !== other.layer) continue;
              expect(Math.abs(one.y - other.y)).toBeGreaterThan(boxSize.height);
            }
          }
          const wanted = tasks.flatMap(({ id, dependencies }) =>
            dependencies.filter((from) => from !== id).map((from) => `${from} ${id}`),
          );
          const drawn = layout.edges.map(({ from, to }) => `${from} ${to}`);
          expect(drawn.toSorted()).toEqual(wanted.toSorted());
          for (const { line } of layout.edges) {
            for (const { x, y } of pointsOn(line)) {
              const behind = layout.tasks.find(
                (box) =>
                  x > box.x + 1 &&
                  x < box.x + boxSize.width - 1 &&
                  y > box.y + 1 &&
                  y < box.y + boxSize.height - 1,
              );
              expect(behind).toBeUndefined();
            }
          }
        }),
      );
    },
  );

  it('points to the right, and back only where that closes a circle', () => {
    fc.assert(
      fc.property(graphs(24, false), (tasks) => {
        const layout = layOutGraph(tasks);
        const layerOf = new Map(layout.tasks.map(({ id, layer }) => [id, layer]));
        for (const { from, to } of layout.edges) {
          expect(layerOf.get(from)!).toBeLessThan(layerOf.get(to)!);
        }
      }),
    );
  });

  it('lays out more arrows than it leads around boxes', () => {
    const tasks = Array.from({ length: 600 }, (_, index) =>
      task(
        `t${index}`,
        ...(index === 0 ? [] : [`t${index - 1}`]),
        ...(index < 400 ? [] : [`t${index - 400}`]),
      ),
    );
    const layout = layOutGraph(tasks);
    expect(layout.edges).toHaveLength(799);
    expect(layout.edges.every(({ line }) => line !== '')).toBe(true);
  });
});
