import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { plan } from './planner.ts';
import { makeRun, makeTask, makeWork } from '#shared/core/testing/records.ts';
import { neededToo, waitObstacle, wouldBeSkipped } from './would-skip.ts';
import type { RunThought } from './would-skip.ts';

function task(id: string, status: TaskStatus = 'open', ...dependencies: string[]): Task {
  return makeTask({ id, status, dependencies });
}

/** A run of `ids`, among all these tasks. */
function thought(all: readonly Task[], ...ids: string[]): RunThought {
  return {
    tasks: all.filter(({ id }) => ids.includes(id)),
    tddEnabled: false,
    taskOf: (id) => all.find((one) => one.id === id) ?? null,
  };
}

describe('wouldBeSkipped', () => {
  it('names what a task waits for that nobody would close, and why', () => {
    const all = [
      task('a', 'blocked'),
      task('b', 'open', 'a'),
      task('c', 'open', 'b'),
      task('d', 'open', 'e', 'gone'),
      task('e'),
      task('f', 'open', 'g'),
      task('g', 'in_progress'),
      task('h', 'closed'),
      task('i', 'open', 'h'),
    ];
    const skips = wouldBeSkipped(thought(all, 'b', 'c', 'd', 'f', 'i'));
    expect(skips.map(({ reason }) => reason)).toEqual([
      'b would be skipped: a is blocked.',
      'c would be skipped: b would be skipped too.',
      'd would be skipped: e is not done and not part of this run and gone does not exist.',
      'f would be skipped: g is still under way.',
    ]);
    expect(skips[0]).toMatchObject({ taskId: 'b', waitsFor: ['a'] });
  });

  it('says nothing of what is chosen together', () => {
    const all = [task('a'), task('b', 'open', 'a')];
    expect(wouldBeSkipped(thought(all, 'a', 'b'))).toEqual([]);
  });

  it('heeds the task that writes the tests only when test-first is on', () => {
    const all = [makeTask({ id: 'a', testTaskId: 't' }), task('t')];
    expect(wouldBeSkipped(thought(all, 'a'))).toEqual([]);
    expect(wouldBeSkipped({ ...thought(all, 'a'), tddEnabled: true })).toHaveLength(1);
  });

  it('is what the run itself decides first, whatever the tasks', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const status = fc.constantFrom<TaskStatus>('open', 'open', 'blocked', 'closed');
    const links = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(status, { minLength: 5, maxLength: 5 }), links, (statuses, pairs) => {
        const all = ids.map((id, index) =>
          task(
            id,
            statuses[index],
            ...pairs.flatMap(([from, to]) => (from === index && to < from ? [ids[to] ?? ''] : [])),
          ),
        );
        const open = all.filter((one) => one.status === 'open');
        const chosen = open.filter((_, index) => index % 2 === 0).map(({ id }) => id);
        const given = thought(all, ...chosen);
        const decided = plan({
          run: makeRun({ skipped: [] }),
          tasks: given.tasks.map((one) => ({
            ...one,
            epicId: 'e',
            parkedUntil: null,
            probeOf: null,
            work: makeWork(),
            blockedReason: null,
          })),
          isClosedOutside: (id) => given.taskOf(id)?.status === 'closed',
          active: new Set(),
          spent: { tokens: 0, costUsd: 0 },
          now: 0,
        }).flatMap((one) => (one.kind === 'skip' ? [one.taskId] : []));
        expect(wouldBeSkipped(given).map(({ taskId }) => taskId)).toEqual(decided);
      }),
    );
  });
});

describe('neededToo', () => {
  it('has what is missing, prerequisites first, and what has to be reopened for that', () => {
    const all = [
      task('a', 'blocked'),
      task('b', 'open', 'a'),
      task('c', 'open', 'b'),
      task('x', 'closed'),
    ];
    expect(neededToo(thought(all, 'c'))).toEqual({ taskIds: ['a', 'b', 'c'], reopen: ['a'] });
  });

  it('is nothing where nothing is missing, or where it would not help', () => {
    const all = [task('a'), task('b', 'open', 'a'), task('c', 'open', 'gone')];
    expect(neededToo(thought(all, 'a', 'b'))).toBeNull();
    expect(neededToo(thought(all, 'c'))).toBeNull();
    const underWay = [task('a', 'in_progress'), task('b', 'open', 'a')];
    expect(neededToo(thought(underWay, 'b'))).toBeNull();
    const circle = [task('a', 'open', 'b'), task('b', 'open', 'a'), task('c', 'open', 'a')];
    expect(neededToo(thought(circle, 'c'))).toBeNull();
  });

  it('leaves nothing to be skipped where it helps', () => {
    const all = [
      task('a', 'blocked'),
      task('b', 'open', 'a'),
      task('c', 'open', 'a', 'b'),
      task('d', 'open', 'c'),
    ];
    const include = neededToo(thought(all, 'd', 'c'));
    const reopened = all.map((one) => ({ ...one, status: 'open' as const }));
    expect(wouldBeSkipped(thought(reopened, ...(include?.taskIds ?? [])))).toEqual([]);
  });
});

describe('waitObstacle', () => {
  it('says what a task waits for that no run will close', () => {
    const all = [task('a', 'blocked'), task('b'), task('c', 'open', 'a', 'b', 'gone')];
    const given = thought(all);
    expect(waitObstacle(all[2] ?? task('c'), given)).toBe(
      'c waits for a (blocked) and b and gone (no such task).',
    );
    expect(waitObstacle(task('d', 'open', 'b'), given, (id) => id === 'b')).toBeNull();
    expect(waitObstacle(task('d'), given)).toBeNull();
  });
});
