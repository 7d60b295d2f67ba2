import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttemptCommand } from '#shared/core/records/attempt-machine.ts';
import { replay } from '#shared/core/testing/replay.ts';
import { collectionNames } from '#shared/core/records/collections.ts';
import type { State } from '#shared/core/testing/replay.ts';
import type { RunCommand } from '#shared/core/records/run-machine.ts';
import type { TaskCommand } from '#shared/core/records/task-machine.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Store } from '#main/store/store.ts';
import {
  at,
  makeAttempt,
  makeEpic,
  makeRun,
  makeTask,
  notice,
  problemOf,
  storeBench,
  write,
} from '../helpers/stores.ts';

/** Checks that what the log tells is what the projections show. */
function expectReplayed(store: Store): void {
  const state: State = replay(store.log());
  for (const name of collectionNames) {
    const shown = new Map(store.all(name).map((document) => [document.id, document]));
    expect(Object.fromEntries(state[name])).toEqual(Object.fromEntries(shown));
  }
}

const text = fc.oneof(fc.string(), fc.constantFrom('', 'ü\u0000', "'; --", '\u{1f600}'));
const reason = { reason: text, at: fc.constant(at) };

const taskCommand: fc.Arbitrary<TaskCommand> = fc.oneof(
  fc.constant({ kind: 'add', task: makeTask('e.1') } as const),
  fc.record({
    kind: fc.constant('edit' as const),
    changes: fc.record(
      { title: text, ordinal: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })) },
      { requiredKeys: [] },
    ),
    at: fc.constant(at),
  }),
  fc.constant({ kind: 'start', attemptId: 'a', at } as const),
  fc.constant({ kind: 'note_code_change', at } as const),
  fc.constant({ kind: 'review', at } as const),
  fc.record({ kind: fc.constant('put_back' as const), counts: fc.boolean(), ...reason }),
  fc.record({
    kind: fc.constant('close' as const),
    summary: text,
    notes: text,
    at: fc.constant(at),
  }),
  fc.record({ kind: fc.constant('block' as const), ...reason }),
  fc.record({ kind: fc.constant('reopen' as const), ...reason }),
);

const runCommand: fc.Arbitrary<RunCommand> = fc.oneof(
  fc.constant({ kind: 'start', run: makeRun('r') } as const),
  fc.record({
    kind: fc.constant('skip' as const),
    taskId: fc.constantFrom('e.1', 'e.2'),
    ...reason,
  }),
  fc.record({
    kind: fc.constant('start_batch' as const),
    taskIds: fc.array(text),
    at: fc.constant(at),
  }),
  fc.constant({ kind: 'end_batch', at } as const),
  fc.record({ kind: fc.constant('cancel' as const), now: fc.boolean(), at: fc.constant(at) }),
  fc.constant({ kind: 'interrupt', at } as const),
  fc.constant({ kind: 'resume', owner: { pid: 7, startTime: null }, at } as const),
  fc.constant({ kind: 'end', outcome: 'completed', problem: null, at } as const),
);

const attemptCommand: fc.Arbitrary<AttemptCommand> = fc.oneof(
  fc.constant({ kind: 'create', attempt: makeAttempt('a') } as const),
  fc.record({
    kind: fc.constant('assign_worktree' as const),
    worktree: text,
    baseCommit: text,
    at: fc.constant(at),
  }),
  fc.constant({ kind: 'note_process', process: { pid: 7, startTime: '1' }, at } as const),
  fc.record({
    kind: fc.constant('end' as const),
    ending: fc.record({
      outcome: fc.constantFrom('failed', 'blocked', 'delivered'),
      problem: fc.option(text),
      carryForward: fc.option(text),
      failureSignature: fc.option(text),
      conflicts: fc.array(text),
    }),
    at: fc.constant(at),
  }),
);

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({
    to: fc.constant('epics' as const),
    id: fc.constant('e'),
    command: fc.constantFrom(
      { kind: 'add', epic: makeEpic('e') } as const,
      { kind: 'set_base', commit: 'c' } as const,
      { kind: 'set_status', status: 'in_progress' } as const,
    ),
  }),
  fc.record({ to: fc.constant('tasks' as const), id: fc.constant('e.1'), command: taskCommand }),
  fc.record({ to: fc.constant('runs' as const), id: fc.constant('r'), command: runCommand }),
  fc.record({
    to: fc.constant('attempts' as const),
    id: fc.constant('a'),
    command: attemptCommand,
  }),
  fc.tuple(fc.constantFrom('n1', 'n2'), text).map(([id, words]) => notice(id, words)),
  fc.record({
    to: fc.constant('worktrees' as const),
    document: fc.record({ id: fc.constant('w1'), taskId: fc.option(text), reserved: fc.boolean() }),
  }),
);

describe('the ledger', () => {
  it('shows at any time what its log tells, whatever is asked of it', () => {
    const bench = storeBench();
    const store = bench.open();
    const traffic = fc.array(fc.array(entry, { minLength: 1, maxLength: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(traffic, (transactions) => {
        for (const entries of transactions) {
          const [log, shown] = [store.log().length, store.changes('tasks', 0, 9)];
          if (commit(store, entries).ok) continue;
          expect(store.log()).toHaveLength(log);
          expect(store.changes('tasks', 0, 9)).toEqual(shown);
        }
        expectReplayed(store);
      }),
      { numRuns: 60 },
    );
    // What another process finds is the same.
    expectReplayed(bench.open());
  });

  it('numbers every change once, in all collections together', () => {
    const store = storeBench().open();
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
        commit(store, entries);
        const numbers = collectionNames.flatMap((name) =>
          store.changes(name, 0, 1000).map(({ sequence }) => sequence),
        );
        expect(new Set(numbers).size).toBe(numbers.length);
        expect(Math.max(0, ...numbers)).toBe(store.log().length);
      }),
      { numRuns: 40 },
    );
  });

  it('writes all entries or none, and says which rule refused them', () => {
    const store = storeBench().open();
    const task = makeTask('e.1');
    write(store, { to: 'tasks', id: 'e.1', command: { kind: 'add', task } });
    const refused = commit(store, [
      notice('n1'),
      { to: 'tasks', id: 'e.1', command: { kind: 'start', attemptId: 'a', at } },
      { to: 'tasks', id: 'e.1', command: { kind: 'start', attemptId: 'b', at } },
    ]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'illegal-task-status' } });
    expect(store.get('tasks', 'e.1')).toEqual(task);
    expect(store.all('notifications')).toEqual([]);
    expect(store.log()).toHaveLength(1);
  });

  it('lets two that want the same succeed once', () => {
    const bench = storeBench();
    const [one, two] = [bench.open(), bench.open()];
    const task = makeTask('e.1');
    write(one, { to: 'tasks', id: 'e.1', command: { kind: 'add', task } });
    expect(two.get('tasks', 'e.1')?.status).toBe('open');
    const start: Entry = { to: 'tasks', id: 'e.1', command: { kind: 'start', attemptId: 'a', at } };
    expect([commit(one, [start]).ok, commit(two, [start]).ok]).toEqual([true, false]);
    expect(two.get('tasks', 'e.1')?.dispatches).toBe(1);
  });

  it('undoes what a refused entry followed inside a larger transaction', () => {
    const store = storeBench().open();
    const nothing: Entry = { to: 'tasks', id: 'none', command: { kind: 'review', at } };
    const refused = problemOf(() =>
      store.transact(() => {
        const inner = commit(store, [notice('half'), nothing]);
        expect(inner.ok).toBe(false);
      }),
    );
    expect(refused).toBeNull();
    expect([store.all('notifications'), store.log()]).toEqual([[], []]);
  });
});
