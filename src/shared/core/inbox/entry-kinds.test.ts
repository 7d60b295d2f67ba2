import { expect, it } from 'vitest';
import type { Notification } from '#shared/model/notification.ts';
import { entryGroups, unreadGroups } from './entry-kinds.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();

function entry(
  second: number,
  type: Notification['type'],
  kind: Notification['subject']['kind'],
  id: string,
  read = false,
): Notification {
  return { id: `n${second}`, type, text: '', subject: { kind, id }, read, createdAt: at(second) };
}

const records = {
  attempts: new Map([['a', { runId: 'r1' }]]),
  runs: new Map([
    ['r1', { id: 'r1', taskIds: ['e.1'], startedAt: at(1), endedAt: at(10) }],
    ['r2', { id: 'r2', taskIds: ['e.1'], startedAt: at(20), endedAt: null }],
  ]),
};

it('puts what happened in a run together, whatever it was about, and leaves the rest alone', () => {
  const groups = entryGroups(
    [
      entry(2, 'task_started', 'task', 'e.1', true),
      entry(3, 'attempt_waiting', 'attempt', 'a'),
      entry(9, 'run_completed', 'run', 'r1'),
      entry(15, 'task_blocked', 'task', 'e.1', true),
      entry(21, 'task_completed', 'task', 'e.1'),
      entry(22, 'edit_refused', 'task', 'e.1'),
    ],
    records,
  );
  expect(groups.map(({ runId, entries }) => [runId, entries.map(({ id }) => id)])).toEqual([
    [null, ['n22']],
    ['r2', ['n21']],
    [null, ['n15']],
    ['r1', ['n9', 'n3', 'n2']],
  ]);
  expect(unreadGroups(groups)).toBe(3);
});
