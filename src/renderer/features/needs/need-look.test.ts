import { describe, expect, it } from 'vitest';
import type { Need } from '#shared/core/needs/needs.ts';
import { recordTime } from '#shared/core/testing/records.ts';
import type { Notification } from '#shared/model/notification.ts';
import { needLook } from './need-look.ts';

const entry: Notification = {
  id: 'note-1',
  type: 'push_failed',
  text: 'The push of epic/e failed.',
  subject: { kind: 'epic', id: 'e' },
  read: false,
  createdAt: recordTime,
};
const common = { key: 'key', since: recordTime, taskId: 'e.1' };

const needs: readonly Need[] = [
  { ...common, kind: 'question', attemptId: 'attempt-1', question: 'Go on?', isHere: true },
  { ...common, kind: 'silent', entry },
  { ...common, kind: 'blocked', reason: null },
  { ...common, kind: 'landing', landingId: 'landing-1', gate: 'checkout', reason: 'Why.' },
  { ...common, kind: 'interrupted', runId: 'run-1' },
  { ...common, kind: 'trust', state: 'changed' },
  { ...common, kind: 'change', changeId: 'change-1', entry: null },
  { ...common, kind: 'entry', entry, ids: ['note-1'] },
];

describe('what waits for a person', () => {
  it('is in the colour of what is stopped only where nothing goes on by itself', () => {
    const blocked = needs.filter((need) => needLook(need).state === 'blocked');
    expect(blocked.map(({ kind }) => kind)).toEqual(['blocked', 'entry']);
    const others = needs.filter((need) => !blocked.includes(need));
    expect(new Set(others.map((need) => needLook(need).state))).toEqual(new Set(['waiting']));
  });

  it('has a word of its own for each kind, so that no colour has to be known', () => {
    const words = needs.map((need) => needLook(need).word);
    expect(new Set(words).size).toBe(needs.length);
    for (const word of words) expect(word).toMatch(/^[A-Z][a-z ]+[a-z]$/);
  });
});
