import { describe, expect, it } from 'vitest';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import type { Board, BoardCard } from '#shared/core/board/board-columns.ts';
import { noLimits } from '#shared/core/runs/run-queue.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import {
  expectedTask,
  placeAmongOthers,
  planMove,
  planMoves,
  reasonsOf,
  summaryOf,
} from './move-plan.ts';

const board: Board = buildBoard(
  [
    makeTask({ id: 'e.1' }),
    makeTask({ id: 'e.2' }),
    makeTask({ id: 'e.3', dependencies: ['e.1'] }),
    makeTask({ id: 'e.4', status: 'blocked', blockedReason: 'stuck' }),
    makeTask({ id: 'e.5', status: 'in_progress' }),
  ],
  false,
);

function cards(...ids: readonly string[]): readonly BoardCard[] {
  return ids.map((id) => board.cards.get(id)!);
}

describe('a move of cards', () => {
  it('of a ready card to In progress starts a run of it', () => {
    const move = {
      cards: cards('e.1'),
      to: 'in_progress',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, move)).toMatchObject({
      kind: 'command',
      command: 'start',
      taskIds: ['e.1'],
      left: [],
    });
  });

  it('of several takes those that the same command fits, and says why the others stay', () => {
    const move = {
      cards: cards('e.1', 'e.2', 'e.3'),
      to: 'in_progress',
      run: null,
      limits: noLimits,
      index: 0,
    };
    expect(planMove(board, { ...move, to: 'in_progress' })).toEqual({
      kind: 'command',
      command: 'start',
      taskIds: ['e.1', 'e.2'],
      title: 'Start a run of 2 tasks.',
      left: [{ taskId: 'e.3', reason: 'e.3 waits for e.1.' }],
    });
  });

  it('goes on with the others when it is not possible for the card that was taken', () => {
    const move = {
      cards: cards('e.3', 'e.1'),
      to: 'in_progress',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, move)).toMatchObject({
      command: 'start',
      taskIds: ['e.1'],
      title: 'Start a run of e.1.',
      left: [{ taskId: 'e.3', reason: 'e.3 waits for e.1.' }],
    });
    const reopen = {
      cards: cards('e.1', 'e.4'),
      to: 'ready',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, reopen)).toMatchObject({
      command: 'reopen',
      taskIds: ['e.4'],
      left: [{ taskId: 'e.1', reason: 'e.1 is in Ready already.' }],
    });
  });

  it('does not block those that an agent works on together with the others', () => {
    const move = {
      cards: cards('e.1', 'e.5'),
      to: 'blocked',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, move)).toMatchObject({
      command: 'block',
      taskIds: ['e.1'],
      left: [{ taskId: 'e.5', reason: 'An agent works on e.5: stop it with a move of its own.' }],
    });
    expect(planMove(board, { ...move, cards: cards('e.5', 'e.1') })).toMatchObject({
      command: 'stop',
      left: [{ taskId: 'e.1', reason: 'No agent works on e.1: block it with a move of its own.' }],
    });
  });

  it('of several is refused with the reason of each', () => {
    const move = {
      cards: cards('e.3', 'e.4'),
      to: 'in_progress',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, move)).toEqual({
      kind: 'refused',
      reason: 'e.3 waits for e.1. Move e.4 to Ready first, which opens it again.',
    });
  });

  it('inside a column sets the order, for one card only', () => {
    const move = {
      cards: cards('e.2'),
      to: 'ready',
      run: null,
      limits: noLimits,
      index: 0,
    } as const;
    expect(planMove(board, move)).toMatchObject({
      kind: 'reorder',
      ordinals: [{ taskId: 'e.2' }],
    });
    expect(planMove(board, { ...move, cards: cards('e.2', 'e.1') }).kind).toBe('refused');
  });

  it('is told for every column before the drop', () => {
    const plans = planMoves(board, { cards: cards('e.4'), run: null, limits: noLimits });
    expect(plans.ready).toMatchObject({ kind: 'command', command: 'reopen' });
    expect(plans.done).toMatchObject({ kind: 'command', command: 'close' });
    expect(plans.blocked.kind).toBe('reorder');
  });
});

describe('the reasons why cards stay', () => {
  it('name the cards, tell a shared reason once and count what is too much', () => {
    const waits = ['e.1', 'e.2', 'e.3', 'e.4', 'e.5'].map((taskId) => ({
      taskId,
      reason: `${taskId} waits.`,
    }));
    expect(reasonsOf(waits)).toBe('e.1 waits. The same holds for e.2, e.3, e.4 and 1 more.');
    const apart = waits.map(({ taskId }, index) => ({ taskId, reason: `${taskId}: ${index}.` }));
    expect(reasonsOf(apart)).toBe('e.1: 0. e.2: 1. e.3: 2. And 2 more reasons.');
    const shared = [{ taskId: 'e.1' }, { taskId: 'e.2' }].map((one) => ({
      ...one,
      reason: 'The run is being cancelled.',
    }));
    expect(reasonsOf(shared)).toBe('e.1, e.2: The run is being cancelled.');
  });

  it('are left out of what a drop would do, which names the cards', () => {
    const move = {
      cards: cards('e.1', 'e.2', 'e.3'),
      to: 'in_progress',
      run: null,
      limits: noLimits,
      index: 0,
    };
    const plan = planMove(board, { ...move, to: 'in_progress' });
    if (plan.kind !== 'command') throw new Error(plan.kind);
    expect(summaryOf(plan)).toBe('Start a run of 2 tasks. Not with them: e.3.');
    expect(summaryOf({ ...plan, left: [] })).toBe('Start a run of 2 tasks.');
  });
});

describe('the place among all other cards of the column', () => {
  const [a, b, c, d] = ['e.1', 'e.2', 'e.3', 'e.4'].map((id) => board.cards.get(id)!);
  const column = [a!, b!, c!, d!];

  it('is after the card above, also when others between them are hidden', () => {
    expect(placeAmongOthers(column, column, d!, 1)).toBe(1);
    expect(placeAmongOthers(column, [a!, c!, d!], d!, 1)).toBe(1);
    expect(placeAmongOthers(column, [b!, d!], b!, 2)).toBe(3);
  });

  it('is before the card below at the top, and the end in an empty column', () => {
    expect(placeAmongOthers(column, [c!, d!], d!, 0)).toBe(2);
    expect(placeAmongOthers(column, [d!], d!, 0)).toBe(3);
  });
});

describe('the task that is shown until the host tells', () => {
  it('has the status that the command will give it', () => {
    const task = makeTask();
    expect(expectedTask(task, 'start', '').status).toBe('in_progress');
    expect(expectedTask(task, 'stop', 'Too slow.')).toMatchObject({
      status: 'blocked',
      blockedReason: 'Too slow.',
    });
    const blocked = makeTask({ status: 'blocked', blockedReason: 'stuck' });
    expect(expectedTask(blocked, 'reopen', '')).toMatchObject({
      status: 'open',
      blockedReason: null,
    });
  });
});
