import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plan } from '#shared/core/runs/planner.ts';
import type { PlannedTask, Situation } from '#shared/core/runs/situation.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import { delayOf } from '#shared/core/rate-limits/account-limit.ts';
import { spentBy } from '#shared/core/runs/spent.ts';
import {
  makeAttempt,
  makeReport,
  makeRun,
  makeSettings,
  makeTask,
} from '#shared/core/testing/records.ts';
import type { AttemptCommand } from '#shared/core/records/attempt-machine.ts';
import type { RunCommand } from '#shared/core/records/run-machine.ts';
import type { TaskCommand } from '#shared/core/records/task-machine.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { projectConfigSchema } from '#shared/model/project-config.ts';
import { createAgentRegistry } from '#main/agents/registry.ts';
import { limitOfAccount } from '#main/runs/account-limits.ts';
import { RunProjection } from '#main/runs/run-projection.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { required } from '#main/store/required.ts';
import type { Store } from '#main/store/store.ts';
import { makeEpic, storeBench, write } from '../helpers/stores.ts';

const agents = createAgentRegistry(projectConfigSchema.parse({}).agents);
const runId = 'run-1';
const started = Date.parse('2026-01-31T12:00:00.000Z');

type Parts = { readonly store: Store; readonly clock: { now(): number } };

/** All that the decisions depend on, read from the store in the plainest way. */
function readAnew({ store, clock }: Parts, active: ReadonlySet<string>): Situation {
  const run = required(store, 'runs', runId);
  const ofRun = store.find('attempts', 'run_id', runId);
  const holding = new Set(store.all('worktrees').map(({ taskId }) => taskId));
  const planned = (id: string): readonly PlannedTask[] => {
    const task = store.get('tasks', id);
    if (task === null) return [];
    const isTried = task.status === 'open' && (task.startedAt !== null || holding.has(id));
    const attempts = isTried ? store.find('attempts', 'task_id', id) : [];
    const account = agents.accountOf(agents.agentForTask(task));
    const delay = delayOf(account, limitOfAccount({ agents }, ofRun, account), clock.now());
    return [{ ...task, ...delay, work: workOf({ task, attempts, landings: [] }, run.settings) }];
  };
  return {
    run,
    tasks: run.taskIds.flatMap(planned),
    isClosedOutside: (id) => store.get('tasks', id)?.status === 'closed',
    active,
    spent: spentBy(ofRun),
    now: clock.now(),
  };
}

/** The chosen tasks: the last of them is not there at first; and some that are not chosen. */
const chosen = ['e.1', 'e.2', 'e.3', 'e.4', 'e.5'];
const outside = ['o.1', 'o.2'];
const taskIds = [...chosen, ...outside];
const taskId = fc.constantFrom(...taskIds);
const attemptIds = ['a1', 'a2', 'a3', 'a4'];

/** What is asked of the store, at a time that the test knows only then. */
type Ask = (at: string) => Entry;

const dependencies = fc.uniqueArray(taskId, { maxLength: 3 });
const labels = fc.subarray(['agent:claude', 'agent:script', 'skip_tests']);

const taskAsk: fc.Arbitrary<Ask> = fc
  .tuple(
    taskId,
    fc.oneof(
      fc.constant((id: string, at: string): TaskCommand => {
        return { kind: 'add', task: makeTask({ id, createdAt: at, updatedAt: at }) };
      }),
      fc
        .record(
          { dependencies, labels, testTaskId: fc.option(taskId), title: fc.string() },
          { requiredKeys: [] },
        )
        .map((changes) => (_id: string, at: string): TaskCommand => ({
          kind: 'edit',
          changes,
          at,
        })),
      fc.constantFrom(
        (_id: string, at: string): TaskCommand => ({ kind: 'start', attemptId: 'a1', at }),
        (_id: string, at: string): TaskCommand => ({ kind: 'review', at }),
        (_id: string, at: string): TaskCommand => ({ kind: 'close', summary: '', notes: '', at }),
        (_id: string, at: string): TaskCommand => ({ kind: 'block', reason: 'So.', at }),
        (_id: string, at: string): TaskCommand => ({ kind: 'reopen', reason: 'So.', at }),
        (_id: string, at: string): TaskCommand => {
          return { kind: 'put_back', reason: 'So.', counts: true, at };
        },
        (_id: string, at: string): TaskCommand => {
          return { kind: 'close_by_hand', reason: 'So.', by: 'person', at };
        },
      ),
    ),
  )
  .map(([id, command]): Ask => (at) => ({ to: 'tasks', id, command: command(id, at) }));

const runAsk: fc.Arbitrary<Ask> = fc
  .oneof(
    fc.tuple(taskId, fc.constantFrom('skip', 'add_tasks')).map(([id, kind]) => {
      return (at: string): RunCommand =>
        kind === 'skip'
          ? { kind: 'skip', taskId: id, reason: 'So.', at }
          : { kind: 'add_tasks', taskIds: [id], at };
    }),
    fc.subarray(chosen, { minLength: 1 }).map((ids) => {
      return (at: string): RunCommand => ({ kind: 'start_batch', taskIds: ids, at });
    }),
    fc.constantFrom(
      (at: string): RunCommand => ({ kind: 'end_batch', at }),
      (at: string): RunCommand => ({ kind: 'pause', at }),
      (at: string): RunCommand => ({ kind: 'go_on', at }),
      (at: string): RunCommand => ({ kind: 'interrupt', at }),
    ),
  )
  .map((command): Ask => (at) => ({ to: 'runs', id: runId, command: command(at) }));

const usage = fc.record({
  tokens: fc.option(fc.nat(1_000)),
  tokenSource: fc.constant('reported' as const),
  costUsd: fc.option(fc.double({ min: 0, max: 3, noNaN: true })),
});

const attemptCommand: fc.Arbitrary<(id: string, at: string) => AttemptCommand> = fc.oneof(
  fc
    .tuple(taskId, fc.constantFrom(runId, 'run-0'), fc.constantFrom('script', 'claude'))
    .map(([task, ofRun, agent]) => (id: string, at: string): AttemptCommand => {
      const attempt = makeAttempt({ id, taskId: task, runId: ofRun, agent, createdAt: at });
      return { kind: 'create', attempt };
    }),
  fc.constantFrom(
    (_id: string, at: string): AttemptCommand => {
      return { kind: 'assign_worktree', worktree: 'w1', baseCommit: 'c', at };
    },
    (_id: string, at: string): AttemptCommand => {
      return { kind: 'note_process', process: { pid: 7, startTime: '1' }, at };
    },
    (_id: string, at: string): AttemptCommand => ({ kind: 'stop', reason: 'Enough.', at }),
  ),
  fc.tuple(usage, fc.option(fc.integer({ min: 1, max: 60 }))).map(([used, minutes]) => {
    return (_id: string, at: string): AttemptCommand => {
      const until = minutes === null ? null : isoTime(Date.parse(at) + minutes * 60_000);
      const exit = {
        exitCode: 1,
        report: makeReport(),
        usage: used,
        interrupted: false,
        rateLimitedUntil: until,
        refusedLogin: false,
        cannotStart: false,
        problem: null,
      };
      return { kind: 'note_exit', exit, at };
    };
  }),
  fc.constantFrom('failed', 'rate_limited', 'interrupted', 'conflict').map((outcome) => {
    return (_id: string, at: string): AttemptCommand => {
      const ending = { outcome, problem: 'So.', carryForward: null, conflicts: ['x'] };
      return { kind: 'end', ending: { ...ending, failureSignature: 's' }, at };
    };
  }),
);
const attemptAsk: fc.Arbitrary<Ask> = fc
  .tuple(fc.constantFrom(...attemptIds), attemptCommand)
  .map(([id, command]): Ask => (at) => ({ to: 'attempts', id, command: command(id, at) }));

const slotAsk: fc.Arbitrary<Ask> = fc
  .record({ id: fc.constantFrom('w1', 'w2'), taskId: fc.option(taskId), reserved: fc.boolean() })
  .map((document): Ask => () => ({ to: 'worktrees', document }));

const look = fc.record({
  /** Each is written in a transaction of its own, by this process or by another. */
  asks: fc.array(
    fc.tuple(
      fc.oneof(
        { arbitrary: taskAsk, weight: 4 },
        { arbitrary: attemptAsk, weight: 4 },
        { arbitrary: runAsk, weight: 1 },
        { arbitrary: slotAsk, weight: 1 },
      ),
      fc.boolean(),
    ),
    { maxLength: 6 },
  ),
  afterMs: fc.constantFrom(1, 1_000, 90_000, 1_200_000),
  active: fc.subarray(chosen, { maxLength: 2 }),
});

/** A run over the chosen tasks, of which the last is not there yet. */
function begin(store: Store, schedule: 'batch' | 'continuous', isTdd: boolean): void {
  const settings = makeSettings({ schedule, tddEnabled: isTdd, maxCycles: 3, runCostUsd: 6 });
  write(store, { to: 'epics', id: 'e', command: { kind: 'add', epic: makeEpic('e') } });
  for (const id of [...chosen.slice(0, -1), outside[0] ?? '']) {
    const needed = id === 'e.2' ? ['e.1'] : [];
    const task = makeTask({ id, dependencies: id === 'e.3' ? ['e.2', 'o.1'] : needed });
    write(store, { to: 'tasks', id, command: { kind: 'add', task } });
  }
  const run = makeRun({ id: runId, taskIds: chosen, settings });
  write(store, { to: 'runs', id: runId, command: { kind: 'start', run } });
}

describe('what a run loop keeps in memory', () => {
  it('has a chosen task that comes in the same look as a dependency on it', () => {
    const store = storeBench().open();
    begin(store, 'batch', false);
    const projection = new RunProjection({ store, clock: { now: () => started }, agents }, runId);
    const at = isoTime(started);
    const late = makeTask({ id: 'e.5', createdAt: at, updatedAt: at });
    write(store, { to: 'tasks', id: 'e.5', command: { kind: 'add', task: late } });
    const changes = { dependencies: ['e.5'] };
    write(store, { to: 'tasks', id: 'e.1', command: { kind: 'edit', changes, at } });
    expect(projection.situation(new Set()).tasks.map(({ id }) => id)).toEqual(chosen);
  });

  it('is what the store says, whichever process wrote it, and leads to the same decisions', () => {
    const schedule = fc.constantFrom('batch' as const, 'continuous' as const);
    const kinds = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(look, { maxLength: 12 }),
        schedule,
        fc.boolean(),
        (looks, how, isTdd) => {
          const bench = storeBench();
          const [store, other] = [bench.open(), bench.open()];
          begin(store, how, isTdd);
          let now = started;
          const parts = { store, clock: { now: () => now }, agents };
          const projection = new RunProjection(parts, runId);
          for (const { asks, afterMs, active } of looks) {
            for (const [ask, isOwn] of asks)
              commit(isOwn ? store : other, [ask(isoTime(now))], 'process');
            now += afterMs;
            const fresh = readAnew(parts, new Set(active));
            const {
              index: _index,
              isClosedOutside,
              ...kept
            } = projection.situation(new Set(active));
            const { isClosedOutside: isClosed, ...plain } = fresh;
            expect(kept).toEqual(plain);
            for (const id of taskIds) expect([id, isClosedOutside(id)]).toEqual([id, isClosed(id)]);
            const decisions = plan(fresh);
            expect(plan(projection.situation(new Set(active)))).toEqual(decisions);
            for (const { kind } of decisions) kinds.add(kind);
          }
        },
      ),
      { numRuns: 60 },
    );
    // What the planner decides most has come up.
    for (const kind of ['dispatch', 'skip', 'reconcile', 'wait']) expect(kinds).toContain(kind);
  });
});
