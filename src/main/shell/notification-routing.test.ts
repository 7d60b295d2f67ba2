import { describe, expect, it } from 'vitest';
import { NotificationRouter, placeOf } from './notification-routing.ts';
import type { InboxEntry } from './shell-host.ts';

function entry(change: Partial<InboxEntry['notification']> = {}): InboxEntry {
  return {
    workspaceId: 'shop-1',
    workspaceName: 'shop',
    taskId: null,
    notification: {
      id: 'notification-1',
      type: 'task_blocked',
      text: 'AUTH-42 is blocked: tests fail',
      subject: { kind: 'task', id: 'AUTH-42' },
      read: false,
      createdAt: '2026-01-31T12:00:00.000Z',
      ...change,
    },
  };
}

const chosen = { nativeNotifications: ['task_blocked' as const] };

describe('NotificationRouter', () => {
  it('shows an entry of a chosen type, leading to what it is about', () => {
    expect(new NotificationRouter().route(entry(), chosen, false)).toEqual({
      title: 'Task blocked · shop',
      body: 'AUTH-42 is blocked: tests fail',
      place: { workspaceId: 'shop-1', view: 'board', taskId: 'AUTH-42' },
    });
  });

  it('has no markup that a desktop would draw, whoever wrote it', () => {
    const text = 'waits: <a href="http://x">yes</a> <img src="file:///etc/passwd"/>\u001b[31m';
    const shown = new NotificationRouter().route(entry({ text }), chosen, false);
    expect(shown?.body).toMatch(/^waits: ‹a href="http:\/\/x"›yes‹\/a›/);
    expect(shown?.body).not.toContain('<');
    expect(shown?.body).not.toContain('>');
    expect(shown?.body).not.toContain('\u001b');
  });

  it('leaves other types, and what was read already, to the inbox', () => {
    const router = new NotificationRouter();
    expect(router.route(entry({ type: 'task_started' }), chosen, false)).toBeNull();
    expect(router.route(entry({ id: 'notification-2', read: true }), chosen, false)).toBeNull();
  });

  it('is silent while the window has the focus, and does not catch up on it later', () => {
    const router = new NotificationRouter();
    expect(router.route(entry(), chosen, true)).toBeNull();
    expect(router.route(entry(), chosen, false)).toBeNull();
  });

  it('shows each entry once, and tells entries of two workspaces apart', () => {
    const router = new NotificationRouter();
    expect(router.route(entry(), chosen, false)).not.toBeNull();
    expect(router.route(entry(), chosen, false)).toBeNull();
    expect(router.route({ ...entry(), workspaceId: 'blog-2' }, chosen, false)).not.toBeNull();
  });

  it('remembers the latest entries, not all there ever were', () => {
    const router = new NotificationRouter();
    for (let number = 0; number <= 1_000; number += 1) {
      router.route(entry({ id: `n-${number}` }), chosen, false);
    }
    expect(router.route(entry({ id: 'n-1' }), chosen, false)).toBeNull();
    expect(router.route(entry({ id: 'n-0' }), chosen, false)).not.toBeNull();
  });
});

describe('placeOf', () => {
  it('leads to the run, the epic, and the terminal of an attempt', () => {
    const about = (kind: 'run' | 'epic' | 'attempt', taskId: string | null = null) =>
      placeOf({ ...entry({ subject: { kind, id: 'x-1' } }), taskId });
    expect(about('run')).toEqual({ workspaceId: 'shop-1', view: 'runs', subject: 'x-1' });
    expect(about('epic')).toEqual({ workspaceId: 'shop-1', view: 'board', subject: 'x-1' });
    expect(about('attempt', 'AUTH-42')).toEqual({
      workspaceId: 'shop-1',
      view: 'board',
      taskId: 'AUTH-42',
      tab: 'terminal',
    });
    expect(about('attempt')).toEqual({ workspaceId: 'shop-1', view: 'inbox' });
  });
});
