import { describe, expect, it } from 'vitest';
import type { Notification } from '#shared/model/notification.ts';
import { inboxCounts, inboxGroups } from './inbox-groups.ts';

const now = new Date(2026, 2, 15, 9).getTime();

function told(id: string, time: Date, fields: Partial<Notification> = {}): Notification {
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
  told('early', new Date(2026, 2, 15, 0, 1)),
  told('late', new Date(2026, 2, 15, 8), { type: 'task_blocked' }),
  told('yesterday', new Date(2026, 2, 14, 23, 59), { read: true }),
  told('before', new Date(2026, 2, 1), { type: 'task_blocked', read: true }),
];

const needed = new Set(['late', 'before']);

function shown(filter: 'unread' | 'needs_you' | 'all'): readonly (readonly [string, string])[] {
  return inboxGroups(notifications, filter, needed, now).map(
    ({ title, entries }) => [title, entries.map((one) => one.id).join(' ')] as const,
  );
}

describe('inboxGroups', () => {
  it('groups by the days of the reader, newest first', () => {
    const groups = shown('all');
    expect(groups.slice(0, 2)).toEqual([
      ['Today', 'late early'],
      ['Yesterday', 'yesterday'],
    ]);
    expect(groups[2]?.[0]).toContain('2026');
    expect(groups[2]?.[1]).toBe('before');
  });

  it('shows what is unread, or of it what needs the person', () => {
    expect(shown('unread')).toEqual([['Today', 'late early']]);
    expect(shown('needs_you')).toEqual([['Today', 'late']]);
  });

  it('is empty for an empty inbox', () => {
    expect(inboxGroups([], 'all', needed, now)).toEqual([]);
  });
});

describe('inboxCounts', () => {
  it('counts the unread and those that need the person', () => {
    expect(inboxCounts(notifications, needed)).toEqual({ unread: 2, needing: 1 });
  });
});
