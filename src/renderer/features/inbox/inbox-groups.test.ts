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

const needed = new Set(['before', 'late']);

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

  it('shows what is unread, or what needs the person, read or not, in the order of its urgency', () => {
    expect(shown('unread')).toEqual([['Today', 'late early']]);
    expect(shown('needs_you')).toEqual([['Blocked', 'before late']]);
    const asked = told('asked', new Date(2026, 2, 15, 8, 30), {
      type: 'attempt_waiting',
      read: true,
    });
    const ids = new Set(['asked', ...needed]);
    expect(inboxGroups([...notifications, asked], 'needs_you', ids, now)).toMatchObject([
      { title: 'Agents that wait for you', entries: [{ id: 'asked' }] },
      { title: 'Blocked', entries: [{ id: 'before' }, { id: 'late' }] },
    ]);
  });

  it('is empty for an empty inbox', () => {
    expect(inboxGroups([], 'all', needed, now)).toEqual([]);
  });
});

describe('inboxCounts', () => {
  it('counts the unread, and what needs the person, whether it was read or not', () => {
    expect(inboxCounts(notifications, needed)).toEqual({ unread: 2, markable: 2, needing: 2 });
  });

  it('leaves what holds a text that was not taken out of what is marked together', () => {
    const kept = told('kept', new Date(2026, 2, 15), { type: 'edit_refused' });
    expect(inboxCounts([...notifications, kept], needed)).toMatchObject({ unread: 3, markable: 2 });
  });
});
