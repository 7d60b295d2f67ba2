import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import type { Notification } from '#shared/model/notification.ts';
import { endsByHand, entryGroups, isBornRead, unreadGroups } from './entry-kinds.ts';

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

describe('what an entry is', () => {
  it('is read from the beginning when it says only that something has begun', () => {
    const born = notificationTypeSchema.options.filter(isBornRead);
    expect(born).toEqual(['run_started', 'task_started']);
  });

  it('ends by hand or is born read, and never both', () => {
    const both = notificationTypeSchema.options.filter(
      (type) => endsByHand(type) && isBornRead(type),
    );
    expect(both).toEqual([]);
    expect(endsByHand('edit_refused')).toBe(true);
    expect(endsByHand('task_completed')).toBe(false);
  });
});

describe('the run of an entry', () => {
  const runIdOf = (...entries: readonly Notification[]): readonly (string | null)[] =>
    entryGroups(entries, records).map(({ runId }) => runId);

  it('is the one that went on when something happened to a task, first and last moment included', () => {
    const ofTask = (second: number): readonly (string | null)[] =>
      runIdOf(entry(second, 'task_completed', 'task', 'e.1'));
    expect(ofTask(0)).toEqual([null]);
    expect(ofTask(1)).toEqual(['r1']);
    expect(ofTask(10)).toEqual(['r1']);
    expect(ofTask(11)).toEqual([null]);
    expect(ofTask(20)).toEqual(['r2']);
    expect(runIdOf(entry(5, 'task_completed', 'task', 'e.2'))).toEqual([null]);
  });

  it('is none for an epic, a change, and an attempt that nobody knows', () => {
    expect(runIdOf(entry(5, 'push_failed', 'epic', 'e'))).toEqual([null]);
    expect(runIdOf(entry(5, 'repository_changed', 'change', 'c'))).toEqual([null]);
    expect(runIdOf(entry(5, 'attempt_silent', 'attempt', 'gone'))).toEqual([null]);
  });

  it('is kept for its failure, though a person has to end that by hand', () => {
    expect(runIdOf(entry(5, 'run_failed', 'run', 'r1'))).toEqual(['r1']);
    expect(runIdOf(entry(5, 'plan_ready', 'run', 'r1'))).toEqual([null]);
  });
});

describe('entryGroups', () => {
  const anyEntries = fc.uniqueArray(
    fc
      .record({
        second: fc.nat(40),
        type: fc.constantFrom(...notificationTypeSchema.options),
        kind: fc.constantFrom('run', 'task', 'attempt', 'epic', 'change'),
        id: fc.constantFrom('a', 'r1', 'r2', 'e.1'),
        read: fc.boolean(),
      })
      .map(({ second, type, kind, id, read }) => entry(second, type, kind, id, read)),
    { selector: ({ id }) => id },
  );

  it('has each entry once and each run once, the newest first, in whatever order they come', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const groups = entryGroups(entries, records);
        const inGroups = groups.flatMap((group) => group.entries);
        expect(inGroups.map(({ id }) => id).toSorted()).toEqual(
          entries.map(({ id }) => id).toSorted(),
        );
        expect(new Set(groups.map(({ key }) => key)).size).toBe(groups.length);
        const isNewestFirst = (all: readonly Notification[]): boolean =>
          all.every(({ createdAt }, index) => createdAt >= (all[index + 1]?.createdAt ?? ''));
        expect(groups.every((group) => isNewestFirst(group.entries))).toBe(true);
        expect(isNewestFirst(groups.flatMap((group) => group.entries.slice(0, 1)))).toBe(true);
        expect(entryGroups(entries.toReversed(), records)).toEqual(groups);
        expect(unreadGroups(groups) === 0).toBe(entries.every(({ read }) => read));
      }),
    );
  });
});
