import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardColumns, buildBoard } from './board-columns.ts';
import { cutIntoLanes } from './board-lanes.ts';
import type { LaneGrouping, Swimlane } from './board-lanes.ts';
import { makeTask } from '#shared/core/testing/records.ts';

const { columns } = buildBoard(
  [
    makeTask({ id: 'a.1', epicId: 'a' }),
    makeTask({ id: 'a.2', epicId: 'a', status: 'closed' }),
    makeTask({ id: 'b.1', epicId: 'b', dependencies: ['a.1'] }),
  ],
  false,
);

function lanes(grouping: LaneGrouping): readonly Swimlane[] {
  return cutIntoLanes(columns, grouping);
}

describe('swimlanes', () => {
  it('are one lane with everything when nothing groups them', () => {
    const [only, ...others] = lanes({ kind: 'none' });
    expect(others).toEqual([]);
    expect(only?.columns).toEqual(columns);
    expect(only?.size).toBe(3);
  });

  it('are the epics in the order of their ids, called by title where it is known', () => {
    const found = lanes({
      kind: 'epic',
      epics: new Map([['b', { title: 'Second', status: 'open' }]]),
    });
    expect(found.map(({ key, title, size }) => [key, title, size])).toEqual([
      ['a', 'a', 2],
      ['b', 'Second', 1],
    ]);
    expect(found[1]?.columns.backlog.map(({ task }) => task.id)).toEqual(['b.1']);
  });

  it('are there for open epics without a task too, as long as no filter says what is shown', () => {
    const epics = new Map([
      ['c', { title: 'Later', status: 'open' }],
      ['d', { title: 'Long ago', status: 'closed' }],
    ] as const);
    expect(lanes({ kind: 'epic', epics }).map(({ title, size }) => [title, size])).toEqual([
      ['a', 2],
      ['b', 1],
      ['Later', 0],
    ]);
    expect(cutIntoLanes(columns, { kind: 'epic', epics }, () => false)).toEqual([]);
  });

  it('are the batches in their order, and last the tasks that no batch has', () => {
    const batches = Array.from({ length: 11 }, (_, number) =>
      number === 10 ? ['a.1'] : number === 1 ? ['b.1'] : [],
    );
    expect(lanes({ kind: 'batch', word: 'Batch', batches }).map(({ title }) => title)).toEqual([
      'Batch 2',
      'Batch 11',
      'In no batch',
    ]);
    expect(lanes({ kind: 'batch', word: 'Layer', batches: [['a.1']] })).toMatchObject([
      { title: 'Layer 1' },
      { title: 'In no layer' },
    ]);
  });

  it('have only the cards that are shown, and are left out without any', () => {
    const shown = cutIntoLanes(
      columns,
      { kind: 'epic', epics: new Map() },
      ({ column }) => column === 'backlog',
    );
    expect(shown.map(({ key, size }) => [key, size])).toEqual([['b', 1]]);
  });

  it('sort an epic that is called like the tasks of no batch as any other one', () => {
    const named = buildBoard(
      ['z', 'no-batch', 'a'].map((epicId) => makeTask({ id: `${epicId}.1`, epicId })),
      false,
    );
    const found = cutIntoLanes(named.columns, { kind: 'epic', epics: new Map() });
    expect(found.map(({ key }) => key)).toEqual(['a', 'no-batch', 'z']);
  });

  it('keep the key of an epic when its title changes', () => {
    const keys = (title: string): readonly string[] =>
      lanes({ kind: 'epic', epics: new Map([['a', { title, status: 'open' }]]) }).map(
        ({ key }) => key,
      );
    expect(keys('First')).toEqual(keys('Another'));
  });

  it('have each shown card once, in the order of its column, however the board is cut', () => {
    const status = fc.constantFrom('open', 'in_progress', 'in_review', 'blocked', 'closed');
    const anyTasks = fc.uniqueArray(
      fc
        .record({ number: fc.nat(20), epicId: fc.constantFrom('a', 'b', 'c'), status })
        .map((one) => makeTask({ ...one, id: `e.${one.number}` })),
      { selector: ({ id }) => id },
    );
    const groupings: readonly LaneGrouping[] = [
      { kind: 'none' },
      { kind: 'epic', epics: new Map([['d', { title: 'Empty', status: 'open' }]]) },
      { kind: 'batch', word: 'Batch', batches: [['e.1', 'e.2', 'e.3'], ['e.4']] },
    ];
    fc.assert(
      fc.property(anyTasks, fc.constantFrom(...groupings), fc.boolean(), (tasks, cut, all) => {
        const whole = buildBoard(tasks, false).columns;
        const isShown = all ? null : ({ task }: { task: { id: string } }) => task.id !== 'e.1';
        const found = cutIntoLanes(whole, cut, isShown);
        for (const column of boardColumns) {
          const shown = whole[column].filter((card) => isShown?.(card) ?? true);
          const inLanes = found.flatMap((lane) => lane.columns[column]);
          expect(new Set(inLanes)).toEqual(new Set(shown));
          expect(inLanes).toHaveLength(shown.length);
          for (const lane of found) {
            const places = lane.columns[column].map((card) => shown.indexOf(card));
            expect(places).toEqual(places.toSorted((one, other) => one - other));
          }
        }
        for (const { columns: own, size, title } of found) {
          expect(size).toBe(Object.values(own).flat().length);
          expect(size > 0 || title === 'Empty').toBe(true);
        }
      }),
    );
  });
});
