import { describe, expect, it } from 'vitest';
import type { Run } from '#shared/model/run.ts';
import { boardColumns, buildBoard } from './board-columns.ts';
import type { BoardCard, BoardColumn } from './board-columns.ts';
import { decideMove } from './board-moves.ts';
import type { MoveDecision } from './board-moves.ts';
import { noLimits } from '#shared/core/runs/run-queue.ts';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';

const { cards } = buildBoard(
  [
    makeTask({ id: 'backlog', dependencies: ['in_progress', 'nowhere'] }),
    makeTask({ id: 'ready' }),
    makeTask({ id: 'in_progress', status: 'in_progress' }),
    makeTask({ id: 'review', status: 'in_review' }),
    makeTask({ id: 'blocked', status: 'blocked' }),
    makeTask({ id: 'stuck', status: 'blocked', dependencies: ['ready'] }),
    makeTask({ id: 'done', status: 'closed' }),
  ],
  false,
);

function card(id: string): BoardCard {
  const found = cards.get(id);
  if (found === undefined) throw new Error(`no card ${id}`);
  return found;
}

function move(id: string, to: BoardColumn, run: Run | null = null): MoveDecision {
  return decideMove(card(id), to, {
    run,
    limits: noLimits,
    others: [{ id: 'other', ordinal: 4, source: null }],
    index: 0,
  });
}

const yes = (command: string, title: string): unknown => ({ kind: 'command', command, title });
const no = (reason: string): unknown => ({ kind: 'refused', reason });

describe('moving a card to In progress', () => {
  it('starts a run of it when no run is active', () => {
    const expected = yes('start', 'Start a run of ready.');
    expect(move('ready', 'in_progress')).toEqual(expected);
    expect(move('ready', 'in_progress', makeRun({ status: 'ended' }))).toEqual(expected);
  });

  it('adds it to the active run', () => {
    expect(move('ready', 'in_progress', makeRun())).toEqual(
      yes('enqueue', 'Add ready to the active run: it starts when a slot is free.'),
    );
    expect(move('ready', 'in_progress', makeRun({ paused: true }))).toEqual(
      yes('enqueue', 'Add ready to the active run: it starts when the run goes on.'),
    );
  });

  it('adds it again when the active run has skipped it, and only then', () => {
    const taskIds = ['ready'];
    expect(move('ready', 'in_progress', makeRun({ taskIds }))).toEqual(
      no('ready is in the active run: it starts when a slot is free.'),
    );
    const skipped = [{ taskId: 'ready', reason: 'x' }];
    expect(move('ready', 'in_progress', makeRun({ taskIds, skipped }))).toMatchObject({
      command: 'enqueue',
    });
  });

  it('is refused while the provider of its agent refuses work, with the time', () => {
    const limits = new Map([['ready', { untilMs: 0, words: '19:00 tomorrow' }]]);
    const situation = { run: makeRun({ taskIds: ['ready'] }), limits, others: [], index: 0 };
    expect(decideMove(card('ready'), 'in_progress', situation)).toEqual(
      no('ready is in the active run: its agent is rate limited until 19:00 tomorrow.'),
    );
  });

  it('is refused while the run ends or is interrupted', () => {
    for (const status of ['cancelling', 'stopping'] as const) {
      expect(move('ready', 'in_progress', makeRun({ status }))).toEqual(
        no('The run is being cancelled: start a new one when it has ended.'),
      );
    }
    expect(move('ready', 'in_progress', makeRun({ status: 'interrupted' }))).toEqual(
      no('A run was interrupted: resume it, or end it, before other work starts.'),
    );
  });

  it('is refused for a card that waits, with the ids it waits for', () => {
    expect(move('backlog', 'in_progress')).toEqual(no('backlog waits for in_progress, nowhere.'));
  });

  it('is refused for blocked and done cards, which have to be opened first', () => {
    for (const id of ['blocked', 'done']) {
      expect(move(id, 'in_progress')).toEqual(
        no(`Move ${id} to Ready first, which opens it again.`),
      );
    }
  });
});

describe('moving a card to Ready or Backlog', () => {
  it('opens it again', () => {
    expect(move('blocked', 'ready')).toEqual(yes('reopen', 'Open blocked again.'));
    expect(move('stuck', 'ready')).toEqual(
      yes('reopen', 'Open stuck again. It will wait for ready.'),
    );
    expect(move('done', 'ready')).toEqual(
      yes('reopen', 'Open done again. What it merged stays until it is undone.'),
    );
  });

  it('is refused for a card under way, with what to do instead', () => {
    expect(move('in_progress', 'ready')).toEqual(
      no('An agent works on in_progress: move it to Blocked to stop it, then to Ready.'),
    );
    expect(move('review', 'ready')).toEqual(
      no(
        'The work of review is being checked and merged: move it to Blocked to stop that, then to Ready.',
      ),
    );
  });

  it('is refused where readiness decides', () => {
    expect(move('backlog', 'ready')).toEqual(
      no('backlog becomes ready by itself when in_progress, nowhere is closed.'),
    );
    expect(move('ready', 'backlog')).toEqual(
      no('ready waits for nothing: give it a dependency to make it wait.'),
    );
    expect(move('blocked', 'backlog')).toEqual(
      no('blocked waits for nothing: move it to Ready, which opens it again.'),
    );
    expect(move('stuck', 'backlog')).toEqual(
      yes('reopen', 'Open stuck again. It will wait for ready.'),
    );
  });
});

describe('moving a card to Blocked', () => {
  it('blocks an open one and stops a running one', () => {
    expect(move('ready', 'blocked')).toMatchObject({ command: 'block' });
    expect(move('backlog', 'blocked')).toMatchObject({ command: 'block' });
    expect(move('in_progress', 'blocked')).toEqual(
      yes('stop', 'Stop the agent of in_progress and block it: its work is kept.'),
    );
    expect(move('review', 'blocked')).toEqual(
      yes('stop', 'Stop the merge of review and block it: its work is kept.'),
    );
  });

  it('is refused for a done one', () => {
    expect(move('done', 'blocked')).toMatchObject({ kind: 'refused' });
  });
});

describe('moving a card by hand', () => {
  it('never takes it to Review', () => {
    for (const id of cards.keys()) {
      if (card(id).column !== 'review') expect(move(id, 'review').kind).toBe('refused');
    }
  });

  it('takes it to Done by closing it by hand, but not from under its agent', () => {
    for (const id of ['backlog', 'ready', 'blocked']) {
      expect(move(id, 'done')).toMatchObject({ kind: 'command', command: 'close' });
    }
    for (const id of ['in_progress', 'review']) {
      expect(move(id, 'done')).toEqual(
        no(
          `${id} is under way, and done when its checks pass. To close it by hand, stop it first.`,
        ),
      );
    }
  });

  it('inside its column sets its place, unless it is under way', () => {
    for (const id of ['backlog', 'ready', 'blocked', 'done']) {
      expect(move(id, card(id).column)).toEqual({
        kind: 'reorder',
        ordinals: [{ taskId: id, ordinal: 2 }],
      });
    }
    expect(move('in_progress', 'in_progress')).toEqual(
      no('in_progress is under way: it can be edited when its agent is done.'),
    );
    expect(move('review', 'review')).toEqual(
      no('review is under way: it can be edited when its merge has ended.'),
    );
  });

  it('is refused where the place is kept in a file, of the card or of one above it', () => {
    const file = 'backlog/tasks/task-1.md';
    const source = { kind: 'backlog-md', file } as const;
    const expected = no(`The place of t is its ordinal in ${file}.`);
    const [filed] = buildBoard([makeTask({ id: 't', source })], false).columns.ready;
    expect(
      decideMove(filed!, 'ready', { run: null, limits: noLimits, others: [], index: 0 }),
    ).toEqual(expected);
    const others = [{ id: 't', ordinal: null, source }];
    expect(
      decideMove(card('ready'), 'ready', { run: null, limits: noLimits, others, index: 1 }),
    ).toEqual(expected);
  });

  it('is answered in one sentence or two, each with its full stop', () => {
    for (const id of cards.keys()) {
      for (const to of boardColumns) {
        const decision = move(id, to);
        if (decision.kind === 'reorder') continue;
        const text = decision.kind === 'refused' ? decision.reason : decision.title;
        expect(text).toMatch(/^[^\n]{10,120}\.$/);
      }
    }
  });
});
