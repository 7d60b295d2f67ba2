import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import { entriesInNeed } from './entries-in-need.ts';
import type { Need } from './needs.ts';

const at = (second: number): string => new Date(second * 1000).toISOString();

function entry(type: NotificationType, id: string, second: number): Notification {
  const kind = type.startsWith('attempt') ? 'attempt' : type.startsWith('run') ? 'run' : 'task';
  return {
    id: `${type} ${id} ${second}`,
    type,
    text: '',
    subject: { kind, id },
    read: false,
    createdAt: at(second),
  };
}

const common = { key: 'key', since: null };
const silence = entry('attempt_silent', 'a', 3);
const question: Need = {
  ...common,
  kind: 'question',
  taskId: 'e.1',
  attemptId: 'a',
  question: 'Go on?',
  isHere: true,
};
const blocked: Need = { ...common, kind: 'blocked', taskId: 'e.1', reason: null };

function found(notifications: readonly Notification[], ...needs: readonly Need[]): string[] {
  return [...entriesInNeed(notifications, needs)].toSorted();
}

describe('entriesInNeed', () => {
  it.each<[NotificationType, string, Need]>([
    ['attempt_waiting', 'a', question],
    ['attempt_silent', 'a', { ...common, kind: 'silent', taskId: 'e.1', entry: silence }],
    ['task_blocked', 'e.1', blocked],
    [
      'review_wanted',
      'e.1',
      {
        ...common,
        kind: 'landing',
        taskId: 'e.1',
        landingId: 'l',
        gate: 'checkout',
        reason: 'Why.',
      },
    ],
    ['run_interrupted', 'r', { ...common, kind: 'interrupted', runId: 'r' }],
    ['repository_changed', 'c', { ...common, kind: 'change', changeId: 'c', entry: null }],
  ])('finds %s by what the need is about', (type, subject, need) => {
    const said = entry(type, subject, 3);
    const ofAnother = entry(type, `${subject}0`, 4);
    const ofAnotherType = entry('task_completed', subject, 5);
    expect(found([said, ofAnother, ofAnotherType], need)).toEqual([said.id]);
  });

  it('names the newest of several, in whatever order they come', () => {
    const said = [2, 9, 4].map((second) => entry('task_blocked', 'e.1', second));
    expect(found(said, blocked)).toEqual(['task_blocked e.1 9']);
    expect(found(said.toReversed(), blocked)).toEqual(['task_blocked e.1 9']);
  });

  it('names an entry that was read too: what it says has not ended by that', () => {
    const read = { ...entry('task_blocked', 'e.1', 2), read: true };
    expect(found([read], blocked)).toEqual([read.id]);
  });

  it('names all entries that are dealt with together', () => {
    const failed = [1, 2].map((second) => entry('push_failed', 'e', second));
    const [first] = failed;
    if (first === undefined) throw new Error('There is an entry.');
    const ids = failed.map(({ id }) => id);
    expect(found(failed, { ...common, kind: 'entry', entry: first, ids })).toEqual(ids);
  });

  it('finds none for the trust in a repository, which no entry speaks of', () => {
    const said = notificationTypeSchema.options.map((type) => entry(type, 'e.1', 1));
    expect(found(said, { ...common, kind: 'trust', state: 'new' })).toEqual([]);
  });

  it('names no more than one entry of a cause, and none when nothing waits', () => {
    const anyEntry = fc
      .record({
        type: fc.constantFrom<NotificationType>('task_blocked', 'attempt_waiting', 'task_started'),
        subject: fc.constantFrom('e.1', 'a'),
        second: fc.nat(20),
      })
      .map(({ type, subject, second }) => entry(type, subject, second));
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { selector: ({ id }) => id }),
        fc.subarray<Need>([question, blocked]),
        (notifications, needs) => {
          const named = found(notifications, ...needs);
          expect(named.length).toBeLessThanOrEqual(needs.length);
          expect(found(notifications)).toEqual([]);
          for (const id of named) {
            const one = notifications.find((other) => other.id === id);
            const newer = notifications.filter(
              ({ type, subject, createdAt }) =>
                type === one?.type && subject.id === one.subject.id && createdAt > one.createdAt,
            );
            expect(newer).toEqual([]);
          }
        },
      ),
    );
  });
});
