import { describe, expect, it } from 'vitest';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import { makeLanding } from '#shared/core/testing/landings.ts';
import { neededEntries } from './needed-entries.ts';
import type { InboxFacts } from './needed-entries.ts';

type Subject = Notification['subject'];

type Fact<Name extends 'tasks' | 'attempts' | 'runs'> = NonNullable<
  ReturnType<InboxFacts[Name]['get']>
>;

function facts(fields: Partial<InboxFacts> = {}): InboxFacts {
  return {
    tasks: new Map(),
    epics: new Map(),
    attempts: new Map(),
    landings: new Map(),
    runs: new Map(),
    status: {
      run: { alive: true, here: true },
      waiting: [],
      foreignChanges: [],
    },
    ...fields,
  };
}

function tasks(status: Fact<'tasks'>['status']): InboxFacts['tasks'] {
  return new Map([['e.1', { status }]]);
}

function attempts(phase: Fact<'attempts'>['phase']): InboxFacts['attempts'] {
  return new Map([['a', { phase }]]);
}

function runs(...own: readonly Partial<Fact<'runs'>>[]): InboxFacts {
  const base = { status: 'active', outcome: null } as const;
  return facts({
    runs: new Map(
      own.map((one, at) => [at === 0 ? 'r' : `r${at}`, { ...base, startedAt: `${at}`, ...one }]),
    ),
  });
}

let count = 0;
function told(type: NotificationType, subject: Subject, fields: Partial<Notification> = {}) {
  count += 1;
  const createdAt = new Date(count * 1000).toISOString();
  return { id: `n${count}`, type, text: '', subject, read: false, createdAt, ...fields };
}

function isNeeded(entry: Notification, given: InboxFacts): boolean {
  return neededEntries([entry], given).has(entry.id);
}

const attempt = { kind: 'attempt', id: 'a' } as const;
const task = { kind: 'task', id: 'e.1' } as const;
const run = { kind: 'run', id: 'r' } as const;

describe('an agent that waits for an answer', () => {
  const waiting = told('attempt_waiting', attempt);
  const status = {
    run: { id: 'r', alive: true, here: true, paused: false, lastSignAt: null },
    waiting: ['a'],
    foreignChanges: [],
  };
  const running = attempts('running');

  it('needs the person as long as the host says that it waits', () => {
    expect(isNeeded(waiting, facts({ attempts: running, status }))).toBe(true);
    expect(
      isNeeded(
        waiting,
        facts({ attempts: running, status: { ...status, waiting: [], foreignChanges: [] } }),
      ),
    ).toBe(false);
  });

  it('needs nobody once it ended', () => {
    expect(isNeeded(waiting, facts({ attempts: attempts('ended'), status }))).toBe(false);
    expect(isNeeded(waiting, facts({ status }))).toBe(false);
  });

  it('needs nobody once the process of its run is gone', () => {
    const gone = {
      run: { id: 'r', alive: false, here: false, paused: false, lastSignAt: null },
      waiting: ['a'],
      foreignChanges: [],
    };
    expect(isNeeded(waiting, facts({ attempts: running, status: gone }))).toBe(false);
    expect(
      isNeeded(
        waiting,
        facts({ attempts: running, status: { run: null, waiting: [], foreignChanges: [] } }),
      ),
    ).toBe(false);
  });

  it('is taken at its word where another process drives the run, or nothing is known yet', () => {
    const elsewhere = {
      run: { id: 'r', alive: true, here: false, paused: false, lastSignAt: null },
      waiting: [],
      foreignChanges: [],
    };
    expect(isNeeded(waiting, facts({ attempts: running, status: elsewhere }))).toBe(true);
    expect(isNeeded(waiting, facts({ attempts: running, status: null }))).toBe(true);
  });
});

describe('neededEntries', () => {
  it('lets go of a blocked task that was reopened', () => {
    const blocked = told('task_blocked', task);
    expect(isNeeded(blocked, facts({ tasks: tasks('blocked') }))).toBe(true);
    expect(isNeeded(blocked, facts({ tasks: tasks('open') }))).toBe(false);
  });

  it('counts a task that was blocked twice once', () => {
    const entries = [told('task_blocked', task), told('task_blocked', task)];
    expect([...neededEntries(entries, facts({ tasks: tasks('blocked') }))]).toEqual([
      entries[1]?.id,
    ]);
  });

  it('keeps each refused edit: what was typed is in it', () => {
    const entries = [told('edit_refused', task), told('edit_refused', task)];
    expect(neededEntries(entries, facts()).size).toBe(2);
  });

  it('goes by the cause alone: what was read needs the person as before', () => {
    const blocked = told('task_blocked', task, { read: true });
    const waiting = told('attempt_waiting', attempt, { read: true });
    const given = facts({
      tasks: tasks('blocked'),
      attempts: attempts('running'),
      status: { run: { alive: true, here: true }, waiting: ['a'], foreignChanges: [] },
    });
    // A waiting agent holds a slot: it comes first, however late it asked.
    expect([...neededEntries([blocked, waiting], given)]).toEqual([waiting.id, blocked.id]);
    const stopped = told('run_interrupted', run, { read: true });
    expect(isNeeded(stopped, runs({ status: 'interrupted' }))).toBe(true);
  });

  it('lets go, once it was read, of what only its reader can say is dealt with', () => {
    for (const entry of [told('edit_refused', task), told('plan_ready', task)]) {
      expect(isNeeded(entry, facts())).toBe(true);
      expect(isNeeded({ ...entry, read: true }, facts())).toBe(false);
    }
    const failed = told('run_failed', run, { read: true });
    expect(isNeeded(failed, runs({ status: 'ended', outcome: 'failed' }))).toBe(false);
  });

  it.each(['run_failed', 'run_interrupted'] as const)(
    'holds %s until it goes on or another one is started',
    (type) => {
      const failed = told(type, run);
      const stopped = { status: 'interrupted' } as const;
      expect(isNeeded(failed, runs(stopped))).toBe(true);
      expect(isNeeded(failed, runs({ status: 'ended', outcome: 'failed' }))).toBe(true);
      expect(isNeeded(failed, runs({ status: 'active' }))).toBe(false);
      expect(isNeeded(failed, runs({ status: 'ended', outcome: 'completed' }))).toBe(false);
      expect(isNeeded(failed, runs(stopped, {}))).toBe(false);
    },
  );

  it('asks for the person while the merge of a task waits, and not while it is checked', () => {
    const wanted = told('review_wanted', task);
    const landing = (phase: 'checking' | 'waiting'): InboxFacts =>
      facts({
        tasks: tasks('in_review'),
        landings: new Map([['l', makeLanding({ phase })]]),
      });
    expect(isNeeded(wanted, landing('waiting'))).toBe(true);
    expect(isNeeded(wanted, landing('checking'))).toBe(false);
    expect(isNeeded(wanted, facts())).toBe(false);
  });

  it('asks for nothing where the app goes on by itself', () => {
    expect(isNeeded(told('merge_conflict', task), facts())).toBe(false);
    expect(isNeeded(told('rate_limited', task), facts())).toBe(false);
    expect(isNeeded(told('task_started', task), facts())).toBe(false);
  });
});
