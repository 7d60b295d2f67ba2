import { describe, expect, it } from 'vitest';
import type { Notification } from '#shared/model/notification.ts';
import { inboxCounts, inboxDays, inboxLabel } from './inbox-groups.ts';

const now = new Date(2026, 2, 15, 9).getTime();
const run = {
  id: 'r',
  taskIds: ['e.1'],
  startedAt: new Date(2026, 2, 15, 7).toISOString(),
  endedAt: null,
};
const records = { attempts: new Map(), runs: new Map([['r', run]]) };

function entry(id: string, time: Date, fields: Partial<Notification> = {}): Notification {
  return {
    id,
    type: 'task_completed',
    text: id,
    subject: { kind: 'task', id: 'e.1' },
    read: false,
    createdAt: time.toISOString(),
    ...fields,
  };
}

const notifications = [
  entry('early', new Date(2026, 2, 15, 0, 1)),
  entry('started', new Date(2026, 2, 15, 7, 1), { type: 'task_started', read: true }),
  entry('late', new Date(2026, 2, 15, 8), { type: 'task_blocked' }),
  entry('yesterday', new Date(2026, 2, 14, 23, 59), { read: true }),
  entry('before', new Date(2026, 2, 1), { type: 'task_blocked', read: true }),
];

describe('inboxDays', () => {
  it('groups by the days of the reader, newest first, and puts what happened in a run together', () => {
    const days = inboxDays(notifications, records, now).map(({ title, groups }) => [
      title,
      groups.map(({ entries }) => entries.map(({ id }) => id).join(' ')),
    ]);
    expect(days.slice(0, 2)).toEqual([
      ['Today', ['late started', 'early']],
      ['Yesterday', ['yesterday']],
    ]);
    expect(days[2]?.[0]).toContain('2026');
    expect(inboxDays([], records, now)).toEqual([]);
  });
});

describe('inboxCounts', () => {
  it('counts a run once, and leaves out of what is marked together what ends by hand', () => {
    const more = entry('more', new Date(2026, 2, 15, 8, 1));
    const kept = entry('kept', new Date(2026, 2, 15), { type: 'edit_refused' });
    const counts = inboxCounts([...notifications, more, kept], records, 2);
    expect(counts).toEqual({ unread: 3, markable: 3, needing: 2 });
    expect(inboxLabel('Inbox', counts)).toBe('Inbox, 2 need you, 3 unread');
  });
});
