import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { boardColumns, buildBoard, followTasks, updateBoard } from './board-columns.ts';
import type { Board } from './board-columns.ts';
import { makeTask } from '#shared/core/testing/records.ts';

function idsOf(board: Board): Record<string, readonly string[]> {
  return Object.fromEntries(
    boardColumns
      .filter((column) => board.columns[column].length > 0)
      .map((column) => [column, board.columns[column].map(({ task }) => task.id)]),
  );
}

function withStatus(id: string, status: TaskStatus, fields: Partial<Task> = {}): Task {
  return makeTask({ id, status, ...fields });
}

describe('a board', () => {
  it('shows each status in its column, and open tasks by what they wait for', () => {
    const board = buildBoard(
      [
        withStatus('e.1', 'closed'),
        withStatus('e.2', 'in_progress'),
        withStatus('e.3', 'in_review'),
        withStatus('e.4', 'blocked'),
        withStatus('e.5', 'open', { dependencies: ['e.1'] }),
        withStatus('e.6', 'open', { dependencies: ['e.1', 'e.2', 'e.3'] }),
      ],
      false,
    );
    expect(idsOf(board)).toEqual({
      backlog: ['e.6'],
      ready: ['e.5'],
      in_progress: ['e.2'],
      review: ['e.3'],
      blocked: ['e.4'],
      done: ['e.1'],
    });
    expect(board.cards.get('e.6')?.waitsFor).toEqual(['e.2', 'e.3']);
  });

  it('orders a column by ordinal with unset ones last, then by number in the id', () => {
    const tasks = [
      withStatus('e.10', 'open'),
      withStatus('e.2', 'open'),
      withStatus('e.3', 'open', { ordinal: 2 }),
      withStatus('e.4', 'open', { ordinal: 1.5 }),
    ];
    expect(idsOf(buildBoard(tasks, false))).toEqual({ ready: ['e.4', 'e.3', 'e.2', 'e.10'] });
  });

  it('keeps a task in the backlog while its test task is open and tests come first', () => {
    const tasks = [withStatus('e.1', 'open'), withStatus('e.2', 'open', { testTaskId: 'e.1' })];
    expect(idsOf(buildBoard(tasks, true))).toEqual({ backlog: ['e.2'], ready: ['e.1'] });
    expect(idsOf(buildBoard(tasks, false))).toEqual({ ready: ['e.1', 'e.2'] });
  });

  it('waits for a task that does not exist, until it is added and closed', () => {
    const board = buildBoard([withStatus('e.2', 'open', { dependencies: ['e.1'] })], false);
    expect(idsOf(board)).toEqual({ backlog: ['e.2'] });
    const added = updateBoard(board, { changed: [withStatus('e.1', 'closed')], removed: [] });
    expect(idsOf(added)).toEqual({ ready: ['e.2'], done: ['e.1'] });
    const gone = updateBoard(added, { changed: [], removed: ['e.1'] });
    expect(idsOf(gone)).toEqual({ backlog: ['e.2'] });
  });
});

describe('a task that can never start', () => {
  const open = withStatus('e.3', 'open', { dependencies: ['e.1', 'e.2'] });

  function stuckOn(board: Board): readonly string[] {
    return board.cards.get('e.3')?.stuckOn ?? [];
  }

  it('names what is blocked or missing of what it waits for, as long as it is', () => {
    const board = buildBoard([withStatus('e.1', 'blocked'), open], false);
    expect(stuckOn(board)).toEqual(['e.1', 'e.2']);
    const reopened = updateBoard(board, { changed: [withStatus('e.1', 'open')], removed: [] });
    expect(stuckOn(reopened)).toEqual(['e.2']);
    const added = updateBoard(reopened, { changed: [withStatus('e.2', 'open')], removed: [] });
    expect(stuckOn(added)).toEqual([]);
    expect(added.cards.get('e.3')?.waitsFor).toEqual(['e.1', 'e.2']);
    const again = updateBoard(added, { changed: [withStatus('e.1', 'blocked')], removed: [] });
    expect(stuckOn(again)).toEqual(['e.1']);
  });
});

describe('an updated board', () => {
  const tasks = [
    withStatus('e.1', 'in_progress'),
    withStatus('e.2', 'open', { dependencies: ['e.1'] }),
    withStatus('e.3', 'open'),
    withStatus('e.4', 'blocked'),
  ];

  it('keeps the cards and columns that nothing happened to', () => {
    const before = buildBoard(tasks, false);
    const after = updateBoard(before, { changed: [withStatus('e.1', 'closed')], removed: [] });
    expect(idsOf(after)).toEqual({ ready: ['e.2', 'e.3'], blocked: ['e.4'], done: ['e.1'] });
    expect(after.columns.blocked).toBe(before.columns.blocked);
    expect(after.cards.get('e.3')).toBe(before.cards.get('e.3'));
    expect(idsOf(before)).toEqual({
      backlog: ['e.2'],
      ready: ['e.3'],
      in_progress: ['e.1'],
      blocked: ['e.4'],
    });
  });

  it('is the same object when the tasks are the same objects', () => {
    const before = buildBoard(tasks, false);
    expect(followTasks(before, new Map(tasks.map((task) => [task.id, task])))).toBe(before);
  });

  it('is what building it from the changed tasks gives, whatever changed', () => {
    const taskArbitrary = fc.record({
      number: fc.nat(11),
      status: fc.constantFrom<TaskStatus>('open', 'in_progress', 'in_review', 'blocked', 'closed'),
      dependencies: fc.uniqueArray(fc.nat(12), { maxLength: 4 }),
      test: fc.option(fc.nat(12)),
      ordinal: fc.option(fc.constantFrom(0, 1, 1.5, 2)),
    });
    const stepArbitrary = fc.record({
      changed: fc.array(taskArbitrary, { maxLength: 4 }),
      removed: fc.array(fc.nat(11), { maxLength: 2 }),
    });
    const toTask = ({ number, status, dependencies, test, ordinal }: Drawn): Task =>
      makeTask({
        id: `e.${number}`,
        status,
        ordinal,
        dependencies: dependencies.map((one) => `e.${one}`),
        testTaskId: test === null ? null : `e.${test}`,
      });
    interface Drawn {
      number: number;
      status: TaskStatus;
      dependencies: number[];
      test: number | null;
      ordinal: number | null;
    }
    fc.assert(
      fc.property(
        fc.array(taskArbitrary, { maxLength: 12 }),
        fc.array(stepArbitrary, { maxLength: 8 }),
        fc.boolean(),
        (initial, steps, tddEnabled) => {
          const known = new Map(initial.map(toTask).map((task) => [task.id, task]));
          let updated = buildBoard(known.values(), tddEnabled);
          let followed = updated;
          for (const { changed, removed } of steps) {
            const fresh = changed.map(toTask);
            const gone = removed.map((number) => `e.${number}`);
            for (const id of gone) known.delete(id);
            for (const task of fresh) known.set(task.id, task);
            updated = updateBoard(updated, { changed: fresh, removed: gone });
            followed = followTasks(followed, known);
            const built = buildBoard(known.values(), tddEnabled);
            expect(updated).toEqual(built);
            expect(followed).toEqual(built);
          }
        },
      ),
    );
  });

  it('costs little for one change among 10,000 tasks', () => {
    const many = Array.from({ length: 10_000 }, (_, number) =>
      makeTask({ id: `e.${number}`, dependencies: number === 0 ? [] : [`e.${number - 1}`] }),
    );
    let board = buildBoard(many, false);
    const started = performance.now();
    for (let number = 0; number < 100; number += 1) {
      board = updateBoard(board, { changed: [withStatus(`e.${number}`, 'closed')], removed: [] });
    }
    const each = (performance.now() - started) / 100;
    console.log(`board of 10,000 tasks: ${each.toFixed(2)} ms for one change`);
    expect(board.columns.done).toHaveLength(100);
    expect(each).toBeLessThan(50);
  });
});
