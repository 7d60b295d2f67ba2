import { describe, expect, it } from 'vitest';
import { plan } from './planner.ts';
import type { Decision } from './planner.ts';
import type { PlannedTask, Situation } from './situation.ts';
import type { Work } from '#shared/core/protocol/work.ts';
import {
  makeAttempt,
  makeRun,
  makeSettings,
  makeTask,
  makeWork,
} from '#shared/core/testing/records.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');

function planned(id: string, fields: Partial<PlannedTask> = {}): PlannedTask {
  return { ...makeTask({ id }), parkedUntil: null, probeOf: null, work: makeWork(), ...fields };
}

interface Circumstances {
  readonly run?: Partial<Situation['run']>;
  readonly settings?: Parameters<typeof makeSettings>[0];
  readonly active?: readonly string[];
  readonly closedOutside?: readonly string[];
  readonly spent?: Situation['spent'];
}

function decide(tasks: readonly PlannedTask[], given: Circumstances = {}): readonly Decision[] {
  const { settings, active = [], closedOutside = [] } = given;
  return plan({
    run: { ...makeRun({ settings: makeSettings(settings) }), ...given.run },
    tasks,
    isClosedOutside: (id) => closedOutside.includes(id),
    active: new Set(active),
    spent: given.spent ?? { tokens: 0, costUsd: 0 },
    now,
  });
}

function dispatch(...taskIds: readonly string[]): Decision[] {
  return taskIds.map((taskId) => ({
    kind: 'dispatch',
    taskId,
    role: 'developer',
    continues: null,
  }));
}

function skip(taskId: string, unmet: string): Decision {
  return { kind: 'skip', taskId, reason: `Unsatisfied dependencies: [${unmet}]` };
}

const waiting: Decision = { kind: 'wait', until: null };
const running = { status: 'in_progress' } as const;

describe('plan, paused', () => {
  const run = { paused: true } as const;

  it('starts nothing and waits, whether something runs or not', () => {
    expect(decide([planned('a')], { run })).toEqual([waiting]);
    expect(decide([planned('a', running), planned('b')], { run, active: ['a'] })).toEqual([
      waiting,
    ]);
    const settings = { schedule: 'batch' } as const;
    expect(decide([planned('a')], { run, settings })).toEqual([waiting]);
  });

  it('skips nothing, so that what is blocked can be opened again before it goes on', () => {
    const tasks = [planned('a', { status: 'blocked' }), planned('b', { dependencies: ['a'] })];
    expect(decide(tasks, { run })).toEqual([waiting]);
  });

  it('ends for no cap while it has work left', () => {
    const spent = { tokens: 10, costUsd: 0 };
    expect(decide([planned('a')], { run, spent, settings: { runTokens: 5 } })).toEqual([waiting]);
  });

  it('ends when nothing is left, or when it is cancelled', () => {
    const done = planned('a', { status: 'closed' });
    expect(decide([done], { run })).toEqual([{ kind: 'end', outcome: 'completed', problem: null }]);
    expect(decide([planned('a')], { run: { ...run, status: 'cancelling' } })).toMatchObject([
      { kind: 'skip_rest' },
    ]);
    expect(decide([done], { run: { ...run, status: 'cancelling' } })).toEqual([
      { kind: 'end', outcome: 'cancelled', problem: null },
    ]);
  });
});

describe('plan, continuous', () => {
  it('starts the first ready tasks in planned order, up to the limit', () => {
    const tasks = [planned('a'), planned('b', { dependencies: ['a'] }), planned('c'), planned('d')];
    expect(decide(tasks, { settings: { maxParallelTasks: 2 } })).toEqual(dispatch('a', 'c'));
  });

  it('fills a freed slot at once', () => {
    const tasks = [planned('a', running), planned('b', { status: 'closed' }), planned('c')];
    const settings = { maxParallelTasks: 2 };
    expect(decide(tasks, { settings, active: ['a'] })).toEqual(dispatch('c'));
  });

  it('counts a task whose attempt is just ending as at work', () => {
    const tasks = [planned('a', { status: 'closed' }), planned('b')];
    const given = { settings: { maxParallelTasks: 1 }, active: ['a'] };
    expect(decide(tasks, given)).toEqual([waiting]);
  });

  it('waits for a put-back task until its last attempt has been let go', () => {
    expect(decide([planned('a')], { active: ['a'] })).toEqual([waiting]);
  });

  it('waits until the first parked task may go on', () => {
    const tasks = [
      planned('a', { parkedUntil: now + 500 }),
      planned('b', { parkedUntil: now + 300 }),
      planned('c', running),
    ];
    expect(decide(tasks, { active: ['c'] })).toEqual([{ kind: 'wait', until: now + 300 }]);
    expect(decide([planned('a', { parkedUntil: now })])).toEqual(dispatch('a'));
  });

  it('opens the TDD gate only for a closed test task', () => {
    const settings = { tddEnabled: true };
    const implementation = planned('i', { testTaskId: 't' });
    expect(decide([planned('t'), implementation], { settings })).toEqual(dispatch('t'));
    expect(decide([planned('t'), implementation])).toEqual(dispatch('t', 'i'));
    const tested = planned('t', { status: 'closed' });
    expect(decide([tested, implementation], { settings })).toEqual(dispatch('i'));
    const bypassing = { ...implementation, labels: ['skip_tests'] };
    expect(decide([planned('t'), bypassing], { settings })).toEqual(dispatch('t', 'i'));
  });
});

describe('plan, who tries', () => {
  it('has tests written by a test-writer, and goes on with work that has not landed', () => {
    const settings = makeSettings();
    const tests = makeTask({ id: 'a', labels: ['agent:test'] });
    const earlier = makeAttempt({ id: 'one', outcome: 'interrupted', baseCommit: 'c' });
    const work = makeWork([earlier], settings, tests);
    expect(decide([planned('a', { ...tests, work }), planned('b')])).toEqual([
      { kind: 'dispatch', taskId: 'a', role: 'test-writer', continues: 'one' },
      ...dispatch('b'),
    ]);
  });
});

describe('plan, skipping', () => {
  it('skips what waits for an open task outside the run, and runs the others', () => {
    const tasks = [planned('a', { dependencies: ['x', 'y', 'b'] }), planned('b')];
    const given = { closedOutside: ['y'] };
    expect(decide(tasks, given)).toEqual([skip('a', 'x')]);
    const skipped = [{ taskId: 'a', reason: '' }];
    expect(decide(tasks, { ...given, run: { skipped } })).toEqual(dispatch('b'));
  });

  it('skips a whole chain behind a blocked task at once', () => {
    const tasks = [
      planned('a', { status: 'blocked' }),
      planned('b', { dependencies: ['a'] }),
      planned('c', { dependencies: ['b'] }),
      planned('d'),
    ];
    expect(decide(tasks)).toEqual([skip('b', 'a'), skip('c', 'b')]);
  });

  it('skips what is gated on a blocked test task', () => {
    const tasks = [planned('t', { status: 'blocked' }), planned('i', { testTaskId: 't' })];
    expect(decide(tasks, { settings: { tddEnabled: true } })).toEqual([skip('i', 't')]);
  });

  it('skips tasks that wait for each other, because waiting for them would never end', () => {
    const tasks = [planned('a', { dependencies: ['b'] }), planned('b', { dependencies: ['a'] })];
    expect(decide(tasks)).toEqual([skip('a', 'b'), skip('b', 'a')]);
    expect(decide(tasks, { settings: { schedule: 'batch' } })).toEqual([
      skip('a', 'b'),
      skip('b', 'a'),
    ]);
    // While something runs, that may still change.
    expect(decide([...tasks, planned('c', running)], { active: ['c'] })).toEqual([waiting]);
  });
});

describe('plan, ending', () => {
  const closed = planned('a', { status: 'closed' });

  it.each([
    ['all closed', [closed], [], 'completed'],
    ['nothing at all', [], [], 'completed'],
    ['one blocked', [closed, planned('b', { status: 'blocked' })], [], 'incomplete'],
    ['one skipped', [closed, planned('b')], ['b'], 'incomplete'],
  ])('ends with %s', (_what, tasks, skippedIds, outcome) => {
    const skipped = skippedIds.map((taskId) => ({ taskId, reason: 'Why.' }));
    expect(decide(tasks, { run: { skipped } })).toEqual([{ kind: 'end', outcome, problem: null }]);
  });

  it('waits for the last attempt to be let go', () => {
    expect(decide([closed], { active: ['a'] })).toEqual([waiting]);
  });

  it.each(['cancelling', 'stopping'] as const)(
    'starts nothing while %s, skips the rest when all have ended, and ends',
    (status) => {
      const tasks = [planned('a', running), planned('b'), planned('c', { dependencies: ['x'] })];
      expect(decide(tasks, { run: { status }, active: ['a'] })).toEqual([waiting]);
      const cutOff = makeWork([makeAttempt({ outcome: 'interrupted' })]);
      const left = [planned('a', { work: cutOff }), planned('b', { parkedUntil: now + 1 })];
      const skips = [
        { taskId: 'a', reason: 'The run was cancelled; what was done for it is kept.' },
        { taskId: 'b', reason: 'The run was cancelled before its turn.' },
      ];
      expect(decide(left, { run: { status } })).toEqual([{ kind: 'skip_rest', skips }]);
      expect(decide(left, { run: { status, skipped: skips } })).toEqual([
        { kind: 'end', outcome: 'cancelled', problem: null },
      ]);
    },
  );
});

describe('plan, drift', () => {
  it.each(['in_progress', 'in_review'] as const)(
    'reconciles a task that is %s with nobody at work',
    (status) => {
      const tasks = [planned('a', { status }), planned('b', running), planned('c')];
      expect(decide(tasks, { active: ['b'] })).toEqual([{ kind: 'reconcile', taskId: 'a' }]);
    },
  );

  it('reconciles also before a cancelled run ends', () => {
    const given = { run: { status: 'stopping' } } as const;
    expect(decide([planned('a', running)], given)).toEqual([{ kind: 'reconcile', taskId: 'a' }]);
  });
});

describe('plan, caps', () => {
  const tried = (times: number): Work =>
    makeWork(
      Array.from({ length: times }, (_, index) =>
        makeAttempt({ id: `try-${index}`, outcome: 'failed', problem: 'It did not work.' }),
      ),
      makeSettings({ maxCycles: 3 }),
    );
  const settings = { runTokens: 100, runCostUsd: 2.5, maxCycles: 3 };

  it.each([
    [{ tokens: 100, costUsd: 0 }, "The run's token cap is reached: 100 of 100."],
    [{ tokens: 5_000, costUsd: 9 }, "The run's token cap is reached: 5000 of 100."],
    [{ tokens: 99, costUsd: 2.5 }, "The run's cost cap is reached: $2.50 of $2.5."],
  ])('skips what is open at %j, each with the reason, and then ends', (spent, problem) => {
    const tasks = [planned('a'), planned('b', running)];
    expect(decide(tasks, { settings, spent, active: ['b'] })).toEqual([waiting]);
    const skips = ['a', 'c'].map((taskId) => ({ taskId, reason: problem }));
    const open = [planned('a'), planned('c', { parkedUntil: now + 1 })];
    expect(decide(open, { settings, spent })).toEqual([{ kind: 'skip_rest', skips }]);
    expect(decide(open, { settings, spent, run: { skipped: skips } })).toEqual([
      { kind: 'end', outcome: 'failed', problem },
    ]);
  });

  it('ends a capped batch before the run', () => {
    const skips = [{ taskId: 'a', reason: "The run's token cap is reached: 100 of 100." }];
    const given = { settings, spent: { tokens: 100, costUsd: 0 } };
    const run = { batch: ['a'], skipped: skips };
    expect(decide([planned('a')], { ...given, run })).toEqual([{ kind: 'end_batch' }]);
  });

  it('goes on below them', () => {
    expect(decide([planned('a')], { settings, spent: { tokens: 99, costUsd: 2.49 } })).toEqual(
      dispatch('a'),
    );
  });

  it('is not failed by a cap that its last task reached', () => {
    const spent = { tokens: 500, costUsd: 0 };
    expect(decide([planned('a', { status: 'closed' })], { settings, spent })).toEqual([
      { kind: 'end', outcome: 'completed', problem: null },
    ]);
  });

  it('blocks a task that goes round in circles, and goes on with the others', () => {
    expect(decide([planned('a', { work: tried(3) }), planned('b')], { settings })).toEqual([
      {
        kind: 'block',
        taskId: 'a',
        reason: 'It went round 3 times (max_cycles). It did not work.',
      },
    ]);
  });

  it('lets the last allowed attempt finish, and others start beside it', () => {
    const tasks = [planned('a', { ...running, work: tried(3) }), planned('b')];
    expect(decide(tasks, { settings, active: ['a'] })).toEqual(dispatch('b'));
  });

  it('is not ended by a circling task that has been closed, blocked or skipped', () => {
    const tasks = [
      planned('a', { status: 'blocked', work: tried(3) }),
      planned('b', { status: 'closed', work: tried(3) }),
      planned('c', { work: tried(3) }),
      planned('d'),
    ];
    const skipped = [{ taskId: 'c', reason: 'Why.' }];
    expect(decide(tasks, { settings, run: { skipped } })).toEqual(dispatch('d'));
  });
});

describe('plan, batch', () => {
  const settings = { schedule: 'batch', maxParallelTasks: 2 } as const;

  it('names the batch first, then starts all of it', () => {
    const tasks = [planned('a'), planned('b'), planned('c')];
    expect(decide(tasks, { settings })).toEqual([{ kind: 'start_batch', taskIds: ['a', 'b'] }]);
    expect(decide(tasks, { settings, run: { batch: ['a', 'b'] } })).toEqual(dispatch('a', 'b'));
  });

  it('starts nothing else in a freed slot', () => {
    const tasks = [planned('a', running), planned('b', { status: 'closed' }), planned('c')];
    const given = { settings, active: ['a'], run: { batch: ['a', 'b'] } };
    expect(decide(tasks, given)).toEqual([waiting]);
  });

  it('starts a put-back task of the batch again', () => {
    const tasks = [planned('a', running), planned('b'), planned('c')];
    const given = { settings, active: ['a'], run: { batch: ['a', 'b'] } };
    expect(decide(tasks, given)).toEqual(dispatch('b'));
  });

  it('waits for the parked task of the batch, not for one outside it', () => {
    const tasks = [
      planned('a', { parkedUntil: now + 900 }),
      planned('b', { status: 'blocked' }),
      planned('c', { parkedUntil: now + 100 }),
    ];
    const given = { settings, run: { batch: ['a', 'b'] } };
    expect(decide(tasks, given)).toEqual([{ kind: 'wait', until: now + 900 }]);
  });

  it('ends the batch when each of its tasks has ended, before the run does', () => {
    const tasks = [planned('a', { status: 'closed' }), planned('b', { status: 'blocked' })];
    const given = { settings, run: { batch: ['a', 'b'] } };
    expect(decide(tasks, given)).toEqual([{ kind: 'end_batch' }]);
    expect(decide([...tasks, planned('c')], given)).toEqual([{ kind: 'end_batch' }]);
    expect(decide(tasks, { settings })).toMatchObject([{ kind: 'end' }]);
  });

  it('ends a batch whose task waits for a reopened one outside it', () => {
    const tasks = [planned('a'), planned('b', { dependencies: ['a'] })];
    const given = { settings, run: { batch: ['b'] } };
    expect(decide(tasks, given)).toEqual([{ kind: 'end_batch' }]);
    expect(decide(tasks, { settings })).toEqual([{ kind: 'start_batch', taskIds: ['a'] }]);
  });
});
