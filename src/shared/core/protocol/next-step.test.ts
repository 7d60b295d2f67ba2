import { describe, expect, it } from 'vitest';
import type { Attempt, AttemptOutcome } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { makeAttempt, makeSettings, makeTask, recordTime } from '#shared/core/testing/records.ts';
import { nextStep } from './next-step.ts';
import type { Step } from './next-step.ts';
import { workOf } from './work.ts';
import type { Work } from './work.ts';

const settings = makeSettings({ redispatchLimit: 3, noProgressLimit: 3, taskTokens: 1_000 });

let made = 0;

function ended(outcome: AttemptOutcome, fields: Partial<Attempt> = {}): Attempt {
  made += 1;
  const id = `attempt-${made}`;
  const problem = 'It did not work.';
  return makeAttempt({ id, phase: 'ended', outcome, problem, baseCommit: 'base', ...fields });
}

function spending(tokens: number, outcome: AttemptOutcome = 'failed'): Attempt {
  return ended(outcome, { usage: { tokens, tokenSource: 'reported', costUsd: null } });
}

function workAfter(attempts: readonly Attempt[], fields: Partial<Work> = {}): Work {
  return {
    ...workOf({ task: makeTask({ startedAt: recordTime }), attempts, landings: [] }, settings),
    ...fields,
  };
}

function stepAfter(...attempts: readonly Attempt[]): Step {
  return nextStep(workAfter(attempts));
}

function again(continues: string | null): Step {
  return { kind: 'attempt', role: 'developer', continues };
}

function block(reason: string): Step {
  return { kind: 'block', reason };
}

describe('the next step of a task', () => {
  it('is a developer from the tip, or a test-writer where its label asks for one', () => {
    expect(stepAfter()).toEqual(again(null));
    const tests = workOf(
      { task: makeTask({ labels: ['agent:test'] }), attempts: [], landings: [] },
      settings,
    );
    expect(nextStep(tests)).toEqual({ kind: 'attempt', role: 'test-writer', continues: null });
  });

  it.each(['interrupted', 'rate_limited', 'failed', 'rejected'] as const)(
    'is another attempt in the same worktree after one that is %s',
    (outcome) => {
      const last = ended(outcome);
      expect(stepAfter(last)).toEqual(again(last.id));
    },
  );

  it('starts from the tip after a conflict, and goes on with what was done since', () => {
    expect(stepAfter(ended('failed'), ended('conflict'))).toEqual(again(null));
    const since = ended('interrupted');
    expect(stepAfter(ended('conflict'), since)).toEqual(again(since.id));
  });

  it('goes on with the work before an attempt that was cut off in its setup', () => {
    const worked = ended('failed');
    const cutOff = ended('interrupted', { baseCommit: null });
    expect(stepAfter(worked, cutOff)).toEqual(again(worked.id));
    expect(stepAfter(cutOff)).toEqual(again(null));
  });

  it('is nothing after its work has landed, and starts afresh in a new life', () => {
    const merged = ended('merged');
    expect(stepAfter(merged)).toEqual({ kind: 'done' });
    const reopened = workOf(
      { task: makeTask({ life: 2 }), attempts: [merged], landings: [] },
      settings,
    );
    expect(nextStep(reopened)).toEqual(again(null));
  });

  it('is nothing more for what cannot go on, with its reason', () => {
    expect(stepAfter(ended('blocked'))).toEqual(block('It did not work.'));
    expect(stepAfter(ended('blocked', { problem: null }))).toEqual(
      block('The attempt did not succeed.'),
    );
  });

  it.each(['interrupted', 'failed', 'conflict', 'rate_limited'] as const)(
    'blocks what a person stopped for their reason, also when it ended as %s',
    (outcome) => {
      const stopReason = 'The plan has changed.';
      expect(stepAfter(ended(outcome, { stopReason }))).toEqual(block(stopReason));
    },
  );

  it('blocks what a provider will go on to refuse, but not what ended otherwise', () => {
    const hopeless = 'claude has been refused for 8 days.';
    const refused = ended('rate_limited');
    expect(nextStep(workAfter([refused], { hopeless }))).toEqual(block(hopeless));
    const failed = ended('failed');
    expect(nextStep(workAfter([failed], { hopeless }))).toEqual(again(failed.id));
  });
});

describe('the ladder', () => {
  it('has the first try and as many more as the limit says, then the task is stuck', () => {
    const failures = Array.from({ length: 4 }, () => ended('failed'));
    for (const count of [1, 2, 3]) {
      expect(stepAfter(...failures.slice(0, count)).kind).toBe('attempt');
    }
    expect(stepAfter(...failures)).toEqual(block('Stuck after 4 attempts: It did not work.'));
  });

  it.each(['interrupted', 'rate_limited', 'conflict'] as const)(
    'does not count an attempt that is %s',
    (outcome) => {
      const failures = Array.from({ length: 3 }, () => ended('rejected'));
      expect(stepAfter(...failures, ended(outcome)).kind).toBe('attempt');
    },
  );
});

describe('no progress', () => {
  const same = (outcome: AttemptOutcome = 'failed'): Attempt =>
    ended(outcome, { failureSignature: 'tree:npm test' });

  it('is the same failure on the same tree as often as the limit says', () => {
    expect(stepAfter(same(), same()).kind).toBe('attempt');
    expect(stepAfter(same(), same(), same())).toEqual(
      block('No progress: the same failure on the same tree 3 times. It did not work.'),
    );
  });

  it('is noticed also when something else happened between', () => {
    const other = ended('failed', { failureSignature: 'tree:other' });
    expect(stepAfter(same(), other, ended('interrupted'), same(), same()).kind).toBe('block');
  });

  it('is not seen in failures that say nothing about themselves', () => {
    expect(stepAfter(ended('failed'), ended('failed'), ended('failed')).kind).toBe('attempt');
  });
});

describe('a merge conflict', () => {
  const conflict = (): Attempt => ended('conflict', { conflicts: ['a.ts', 'b.ts'] });

  it('blocks at the second one with the files, also when something went wrong between', () => {
    const reason = 'Merge conflict in a.ts, b.ts, also after a second try.';
    expect(stepAfter(conflict(), conflict())).toEqual(block(reason));
    expect(stepAfter(conflict(), ended('failed'), conflict())).toEqual(block(reason));
  });
});

describe('the caps of a task', () => {
  it.each(['failed', 'rejected', 'conflict', 'interrupted', 'rate_limited'] as const)(
    'block a task that is %s when its attempts have used up its tokens',
    (outcome) => {
      expect(stepAfter(spending(499), spending(500, outcome)).kind).toBe('attempt');
      expect(stepAfter(spending(500), spending(500, outcome))).toEqual(
        block("The task's token cap is reached: 1000 of 1000. It did not work."),
      );
    },
  );

  it('take an attempt that reports no tokens for none', () => {
    expect(stepAfter(spending(999), ended('failed')).kind).toBe('attempt');
  });

  it('keep the more telling reason of a task that is blocked anyway', () => {
    expect(stepAfter(spending(5_000, 'blocked'))).toEqual(block('It did not work.'));
  });

  it('block a task that goes round in circles; what was refused or cut off is no round', () => {
    const caps = { ...settings, maxCycles: 2 };
    const attempts = [ended('rate_limited'), ended('failed'), ended('interrupted')];
    expect(nextStep(workAfter(attempts, { caps })).kind).toBe('attempt');
    expect(nextStep(workAfter([...attempts, ended('conflict')], { caps }))).toEqual(
      block('It went round 2 times (max_cycles). It did not work.'),
    );
  });

  it.each(['interrupted', 'rate_limited'] as const)(
    'that were lowered name what went wrong last, not that an attempt after it was %s',
    (outcome) => {
      const after = [ended('failed'), ended(outcome, { problem: 'The run was stopped.' })];
      expect(nextStep(workAfter(after, { caps: { ...settings, maxCycles: 1 } }))).toEqual(
        block('It went round 1 time (max_cycles). It did not work.'),
      );
      const stuck = workOf(
        { task: makeTask({ startedAt: recordTime }), attempts: after, landings: [] },
        makeSettings({ redispatchLimit: 0 }),
      );
      expect(nextStep(stuck)).toEqual(block('Stuck after 1 attempt: It did not work.'));
    },
  );
});

describe('a life', () => {
  const old = [
    ended('conflict'),
    ended('failed', { failureSignature: 'tree:npm test' }),
    ended('failed', { failureSignature: 'tree:npm test' }),
    spending(5_000),
    ended('blocked'),
  ];

  function stepIn(life: number, attempts: readonly Attempt[]): Step {
    return nextStep(
      workOf({ task: makeTask({ life, startedAt: recordTime }), attempts, landings: [] }, settings),
    );
  }

  it('has caps of its own: what happened before the task was opened again does not count', () => {
    const failed = ended('failed', { life: 2, failureSignature: 'tree:npm test' });
    expect(stepIn(2, [...old, failed])).toEqual(again(failed.id));
    const conflict = (): Attempt => ended('conflict', { life: 2 });
    expect(stepIn(2, [...old, conflict()]).kind).toBe('attempt');
    expect(stepIn(2, [...old, conflict(), conflict()]).kind).toBe('block');
  });

  it('goes on with work of an earlier one that has not landed', () => {
    expect(stepIn(2, old)).toEqual(again(old.at(-1)?.id ?? null));
  });

  it('is told by the time where attempts were stored before lives were counted', () => {
    const startedAt = '2026-01-01T12:00:00.000Z';
    const uncounted = old.map((one) => ({ ...one, life: null }));
    const task = makeTask({ startedAt });
    const kindAfter = (of: Task, ...attempts: readonly Attempt[]): string =>
      nextStep(workOf({ task: of, attempts, landings: [] }, settings)).kind;
    expect(kindAfter(task, ...uncounted)).toBe('attempt');
    const conflict = ended('conflict', { life: null, createdAt: startedAt });
    expect(kindAfter(task, ...uncounted, conflict)).toBe('attempt');
    const second = ended('conflict', { life: 1 });
    expect(kindAfter(task, ...uncounted, conflict, second)).toBe('block');
    // Before it is started again, none of them is of the new life.
    expect(kindAfter(makeTask(), ...uncounted)).toBe('attempt');
  });
});

describe('a change on its way', () => {
  const delivered = ended('delivered');
  const landing = (waitsAt: NonNullable<Work['landing']>['waitsAt']): Work['landing'] => ({
    id: 'landing-1',
    attemptId: delivered.id,
    waitsAt,
  });
  const stepAt = (waitsAt: NonNullable<Work['landing']>['waitsAt']): Step =>
    nextStep(workAfter([delivered], { landing: landing(waitsAt) }));

  it('is driven on, or waits for whoever it needs', () => {
    expect(stepAt(null)).toEqual({ kind: 'land', landingId: 'landing-1' });
    expect(stepAt('person')).toEqual({ kind: 'wait', for: 'person' });
    expect(stepAt('group')).toEqual({ kind: 'wait', for: 'group' });
    expect(stepAt('checkout')).toEqual({ kind: 'wait', for: 'checkout' });
  });

  it('is read by a reviewer in the worktree of the work, until three readings were void', () => {
    const reading = { kind: 'attempt', role: 'reviewer', continues: delivered.id };
    expect(stepAt('reviewer')).toEqual(reading);
    const isVoid = (): Attempt =>
      ended('rejected', { role: 'reviewer', problem: 'The reviewer modified code.' });
    const after = (...reviews: readonly Attempt[]): Step =>
      nextStep(workAfter([delivered, ...reviews], { landing: landing('reviewer') }));
    expect(after(isVoid(), isVoid())).toEqual(reading);
    expect(after(isVoid(), isVoid(), isVoid())).toEqual(
      block('Stuck after 3 attempts: The reviewer modified code.'),
    );
  });
});
