import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReadyTracker } from './ready-tracker.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';

function graphOf(dependencies: Readonly<Record<string, readonly string[]>>): TaskGraph {
  const nodes = Object.entries(dependencies).map(([id, list]) => ({
    id,
    dependencies: list,
    ordinal: null,
  }));
  const built = buildTaskGraph(nodes, () => false);
  if (!built.ok) throw new Error(JSON.stringify(built.error));
  return built.value;
}

/** What ready means, looked up for every task (SPEC section 2.1). */
function readyByDefinition(graph: TaskGraph, closed: ReadonlySet<string>): string[] {
  return graph.order.filter(
    (id) => !closed.has(id) && graph.dependenciesOf(id).every((other) => closed.has(other)),
  );
}

const diamond = { top: [], left: ['top'], right: ['top'], bottom: ['left', 'right'] };

describe('ready tasks', () => {
  it('are at first those that wait for nothing', () => {
    expect([...createReadyTracker(graphOf(diamond), []).ready]).toEqual(['top']);
  });

  it('take tasks into account that are closed already, also ones outside the graph', () => {
    const tracker = createReadyTracker(graphOf(diamond), ['top', 'right', 'elsewhere']);
    expect([...tracker.ready]).toEqual(['left']);
  });

  it('become ready when their last dependency closes, in graph order', () => {
    const tracker = createReadyTracker(graphOf(diamond), []);
    expect(tracker.close('top')).toEqual(['left', 'right']);
    expect(tracker.close('right')).toEqual([]);
    expect(tracker.close('left')).toEqual(['bottom']);
    expect([...tracker.ready]).toEqual(['bottom']);
  });

  it('stay as they are when a task is closed twice or is not in the graph', () => {
    const tracker = createReadyTracker(graphOf(diamond), []);
    tracker.close('top');
    expect(tracker.close('top')).toEqual([]);
    expect(tracker.close('elsewhere')).toEqual([]);
    expect(tracker.reopen('elsewhere')).toEqual([]);
    expect(tracker.reopen('bottom')).toEqual([]);
    expect([...tracker.ready]).toEqual(['left', 'right']);
  });

  it('wait again when a dependency reopens, and the reopened task is ready itself', () => {
    const tracker = createReadyTracker(graphOf(diamond), ['top', 'left']);
    expect(tracker.reopen('top')).toEqual(['right']);
    expect([...tracker.ready]).toEqual(['top']);
    expect(tracker.close('top')).toEqual(['right']);
  });

  it('are those of the definition after any closing and reopening', () => {
    const steps = fc.array(fc.record({ task: fc.nat(), close: fc.boolean() }), { maxLength: 60 });
    const rows = fc.array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, fc.array(fc.nat(), { maxLength: 8 }), steps, (rows, initial, steps) => {
        const graph = graphOf(
          Object.fromEntries(
            rows.map((row, number) => [
              `t.${number}`,
              number === 0 ? [] : row.map((draw) => `t.${draw % number}`),
            ]),
          ),
        );
        const closed = new Set(initial.map((draw) => `t.${draw % rows.length}`));
        const tracker = createReadyTracker(graph, closed);
        let before = readyByDefinition(graph, closed);
        expect(new Set(before)).toEqual(tracker.ready);
        for (const step of steps) {
          const id = `t.${step.task % rows.length}`;
          const changed = step.close ? tracker.close(id) : tracker.reopen(id);
          if (step.close) closed.add(id);
          else closed.delete(id);
          const after = readyByDefinition(graph, closed);
          expect(new Set(after)).toEqual(tracker.ready);
          const [longer, shorter] = step.close ? [after, before] : [before, after];
          expect(changed).toEqual(
            longer.filter((other) => other !== id && !shorter.includes(other)),
          );
          before = after;
        }
      }),
    );
  });
});
