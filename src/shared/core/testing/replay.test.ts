import { describe, expect, it } from 'vitest';
import { applyEntry, emptyState, replay } from './replay.ts';
import type { LogEntry } from '#shared/core/records/collections.ts';
import { makeAttempt, makeEpic, makeRun, makeTask, recordTime } from './records.ts';

const at = recordTime;
const worktree = { id: 'w1', taskId: 'e.1', reserved: true };
const notification = {
  id: 'notification-1',
  type: 'task_started' as const,
  text: 'Task 1/1 started',
  subject: { kind: 'task' as const, id: 'e.1' },
  read: false,
  createdAt: at,
};

const log: readonly LogEntry[] = [
  { collection: 'epics', id: 'e', event: { kind: 'added', epic: makeEpic() } },
  { collection: 'tasks', id: 'e.1', event: { kind: 'added', task: makeTask() } },
  { collection: 'runs', id: 'run-1', event: { kind: 'started', run: makeRun() } },
  { collection: 'tasks', id: 'e.1', event: { kind: 'started', attemptId: 'attempt-1', at } },
  { collection: 'attempts', id: 'attempt-1', event: { kind: 'created', attempt: makeAttempt() } },
  { collection: 'worktrees', id: 'w1', document: worktree },
  { collection: 'notifications', id: 'notification-1', document: notification },
  { collection: 'epics', id: 'e', event: { kind: 'base_set', commit: 'abc' } },
  { collection: 'epics', id: 'e', event: { kind: 'edited', changes: { title: 'Better' } } },
  { collection: 'worktrees', id: 'w1', document: { ...worktree, reserved: false } },
];

describe('replay', () => {
  it('folds events by their machines, and takes facts as they were last written', () => {
    expect(replay(log)).toEqual({
      ...emptyState(),
      epics: new Map([['e', makeEpic({ baseCommit: 'abc', title: 'Better' })]]),
      tasks: new Map([
        ['e.1', makeTask({ status: 'in_progress', dispatches: 1, startedAt: at, updatedAt: at })],
      ]),
      runs: new Map([['run-1', makeRun()]]),
      attempts: new Map([['attempt-1', makeAttempt()]]),
      worktrees: new Map([['w1', { ...worktree, reserved: false }]]),
      notifications: new Map([['notification-1', notification]]),
    });
  });

  it('gives the same whether the log is applied at once or piece by piece', () => {
    const state = emptyState();
    for (const [index, entry] of log.entries()) {
      applyEntry(state, entry);
      expect(replay(log.slice(0, index + 1))).toEqual(state);
    }
  });

  it('gives an empty state for an empty log', () => {
    expect(replay([])).toEqual(emptyState());
  });

  it.each(['evidence', 'receipts', 'telemetry'] as const)('keeps %s whole', (collection) => {
    // Facts have no machine: whatever document stands in the log is the one.
    const entry: LogEntry = JSON.parse(
      JSON.stringify({ collection, id: 'one', document: { id: 'one', taskId: 'e.1' } }),
    );
    expect(replay([entry])[collection].get('one')).toMatchObject({ id: 'one', taskId: 'e.1' });
  });

  it('stops at a log that begins in the middle', () => {
    expect(() => replay(log.slice(3))).toThrow('before the task was added');
  });
});
