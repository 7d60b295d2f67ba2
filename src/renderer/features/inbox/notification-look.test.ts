import { describe, expect, it } from 'vitest';
import type { Notification } from '#shared/model/notification.ts';
import { lookOf } from './notification-look.ts';
import type { LookFacts, NotificationLook } from './notification-look.ts';

function told(type: Notification['type'], subject: Notification['subject']): Notification {
  return { id: 'n', type, text: '', subject, read: false, createdAt: '2026-03-15T09:00:00.000Z' };
}

const nothing: LookFacts = { needed: new Set(), runs: new Map(), tasks: new Map() };

function stateOf(entry: Notification, facts: Partial<LookFacts> = {}): NotificationLook['state'] {
  return lookOf(entry, { ...nothing, ...facts }).state;
}

const run = { kind: 'run', id: 'r' } as const;
const task = { kind: 'task', id: 'e.1' } as const;

describe('lookOf', () => {
  it('is green for a run only when all of its tasks are done', () => {
    const end = told('run_completed', run);
    expect(
      stateOf(end, { runs: new Map([['r', { status: 'ended', outcome: 'completed' }]]) }),
    ).toBe('verified');
    expect(
      stateOf(end, { runs: new Map([['r', { status: 'ended', outcome: 'incomplete' }]]) }),
    ).toBe('idle');
    expect(lookOf(end, nothing).word).toBe('Run ended, not all tasks done');
  });

  it('is strong only while it waits for a person', () => {
    const waiting = told('attempt_waiting', { kind: 'attempt', id: 'a' });
    expect(stateOf(waiting, { needed: new Set(['n']) })).toBe('waiting');
    expect(stateOf(waiting)).toBe('idle');
    expect(stateOf(told('task_blocked', task), { needed: new Set(['n']) })).toBe('blocked');
    expect(stateOf(told('task_blocked', task))).toBe('idle');
  });

  it('is blue only while it runs', () => {
    expect(
      stateOf(told('task_started', task), { tasks: new Map([['e.1', { status: 'in_progress' }]]) }),
    ).toBe('running');
    expect(
      stateOf(told('task_started', task), { tasks: new Map([['e.1', { status: 'closed' }]]) }),
    ).toBe('idle');
    expect(
      stateOf(told('run_started', run), {
        runs: new Map([['r', { status: 'active', outcome: null }]]),
      }),
    ).toBe('running');
    expect(
      stateOf(told('run_started', run), {
        runs: new Map([['r', { status: 'ended', outcome: null }]]),
      }),
    ).toBe('idle');
  });
});
