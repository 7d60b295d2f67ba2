import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gateKindSchema } from '#shared/model/landing.ts';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import type { Notification } from '#shared/model/notification.ts';
import { needTitle } from './need-title.ts';
import type { Need, NeedKind } from './needs.ts';

const entry: Notification = {
  id: 'n',
  type: 'attempt_silent',
  text: 'Task lab.2: its agent has been silent for 15 minute(s).',
  subject: { kind: 'attempt', id: 'a' },
  read: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const common = { key: 'key', since: null };

/** One need of each kind, with its title: a new kind has to be entered here. */
const examples: { readonly [Kind in NeedKind]: readonly [Extract<Need, { kind: Kind }>, string] } =
  {
    question: [
      {
        ...common,
        kind: 'question',
        taskId: 'lab.1',
        attemptId: 'a',
        question: 'Overwrite? (y/n)',
        isHere: true,
      },
      'lab.1 asks: Overwrite? (y/n)',
    ],
    silent: [{ ...common, kind: 'silent', taskId: 'lab.2', entry }, entry.text],
    blocked: [
      { ...common, kind: 'blocked', taskId: 'lab.9', reason: 'The attempt changed no file.' },
      'lab.9 is blocked: the attempt changed no file',
    ],
    landing: [
      {
        ...common,
        kind: 'landing',
        taskId: 'lab.3',
        landingId: 'l',
        gate: 'checkout',
        reason: 'The folder has changes.',
      },
      'The merge of lab.3 waits: The folder has changes.',
    ],
    interrupted: [
      { ...common, kind: 'interrupted', runId: 'r' },
      'A run was interrupted: its process is gone. What its agents did is kept',
    ],
    trust: [
      { ...common, kind: 'trust', state: 'changed' },
      'What this repository can run has changed since you agreed',
    ],
    change: [{ ...common, kind: 'change', changeId: 'c', entry }, entry.text],
    entry: [{ ...common, kind: 'entry', entry, ids: ['n'] }, entry.text],
  };

/** Any need, also with texts that nobody expects. */
const anyNeed: fc.Arbitrary<Need> = (() => {
  const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
  const taskId = fc.constantFrom('lab.1', 'Web-2', 'e_3.10');
  const base = { key: text, since: fc.option(fc.constant('2026-01-01T00:00:00.000Z')) };
  const anyEntry = fc.record({
    id: text,
    type: fc.constantFrom(...notificationTypeSchema.options),
    text,
    subject: fc.record({ kind: fc.constantFrom('run', 'task', 'attempt', 'change'), id: text }),
    read: fc.boolean(),
    createdAt: fc.constant('2026-01-01T00:00:00.000Z'),
  });
  const kind = <Kind extends NeedKind>(name: Kind): fc.Arbitrary<Kind> => fc.constant(name);
  return fc.oneof(
    fc.record({
      ...base,
      kind: kind('question'),
      taskId,
      attemptId: text,
      question: text,
      isHere: fc.boolean(),
    }),
    fc.record({ ...base, kind: kind('silent'), taskId, entry: anyEntry }),
    fc.record({ ...base, kind: kind('blocked'), taskId, reason: fc.option(text) }),
    fc.record({
      ...base,
      kind: kind('landing'),
      taskId,
      landingId: text,
      gate: fc.constantFrom(...gateKindSchema.options),
      reason: text,
    }),
    fc.record({ ...base, kind: kind('interrupted'), runId: text }),
    fc.record({ ...base, kind: kind('trust'), state: fc.constantFrom('new', 'changed') }),
    fc.record({ ...base, kind: kind('change'), changeId: text, entry: fc.option(anyEntry) }),
    fc.record({ ...base, kind: kind('entry'), entry: anyEntry, ids: fc.array(text) }),
  );
})();

describe('needTitle', () => {
  it.each(Object.entries(examples))('says what waits: %s', (kind, [need, title]) => {
    expect(need.kind).toBe(kind);
    expect(needTitle(need)).toBe(title);
  });

  it('says of a repository whether it is new or has changed since', () => {
    const title = (state: 'new' | 'changed'): string =>
      needTitle({ ...common, kind: 'trust', state });
    expect(title('new')).toBe('Nothing that this repository names is run until you agree');
    expect(title('new')).not.toBe(title('changed'));
  });

  it('has words for a change of the repository before its entry has arrived', () => {
    expect(needTitle({ ...common, kind: 'change', changeId: 'c', entry: null })).toBe(
      'Something of your repository changed while agents worked',
    );
  });

  it('is there for every need, and names the task that asks, is blocked or waits to be merged', () => {
    fc.assert(
      fc.property(anyNeed, (need) => {
        const title = needTitle(need);
        expect(title).not.toBe('');
        if (need.kind === 'question' || need.kind === 'blocked' || need.kind === 'landing') {
          expect(title).toContain(need.taskId);
        }
        if (need.kind === 'blocked') expect(title).not.toContain('\n');
      }),
    );
  });
});
