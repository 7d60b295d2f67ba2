import { describe, expect, it } from 'vitest';
import { buildBoard } from '#shared/core/board/board-columns.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { noLimits } from '#shared/core/runs/run-queue.ts';
import type { QueueRun } from '#shared/core/runs/run-queue.ts';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';
import { askedWork } from './asked-work.ts';

const { cards } = buildBoard(
  [makeTask({ id: 'e.1' }), makeTask({ id: 'e.2' }), makeTask({ id: 'e.3', status: 'closed' })],
  false,
);
const all = [...cards.values()];
const one = all.filter(({ task }) => task.id === 'e.1');
const taskIds = ['e.1'];

const ask = (asked: readonly BoardCard[], run: QueueRun) =>
  askedWork(asked, { run, limits: noLimits }, 'Nothing.');

describe('running cards of the board', () => {
  it('starts a run of the open ones, or adds those that the active run does not have', () => {
    expect(ask(all, null)).toEqual({ kind: 'start', count: 2 });
    expect(ask(all, makeRun({ taskIds }))).toEqual({
      kind: 'enqueue',
      taskIds: ['e.2'],
    });
  });

  it('is refused with the reason where none is open or all are queued', () => {
    expect(ask([], null)).toEqual({ kind: 'refused', reason: 'Nothing.' });
    expect(ask(one, makeRun({ taskIds }))).toEqual({
      kind: 'refused',
      reason: 'e.1 is in the active run: it starts when a slot is free.',
    });
    expect(ask(all, makeRun({ taskIds: ['e.1', 'e.2'] }))).toEqual({
      kind: 'refused',
      reason: 'They are in the active run already: it starts each of them in its turn.',
    });
  });

  it('is refused while a run is being cancelled, with what has to be waited for', () => {
    for (const status of ['cancelling', 'stopping'] as const) {
      expect(ask(all, makeRun({ status }))).toEqual({
        kind: 'refused',
        reason: 'The run is being cancelled: start a new one when it has ended.',
      });
    }
  });
});
