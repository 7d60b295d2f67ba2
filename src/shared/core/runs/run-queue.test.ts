import { describe, expect, it } from 'vitest';
import { noLimits, startOptionFor, queuedTasks, startObstacle, taskLimits } from './run-queue.ts';
import type { AskedTask } from './run-queue.ts';
import { untilWords } from '#shared/lib/time-words.ts';
import { makeRun } from '#shared/core/testing/records.ts';

const task: AskedTask = { id: 'e.1', waitsFor: [], limit: null };
const waiting: AskedTask = { id: 'e.1', waitsFor: ['e.2'], limit: null };
const taskIds = ['e.1'];
const cancelled = 'The run is being cancelled: start a new one when it has ended.';
const interrupted = 'A run was interrupted: resume it, or end it, before other work starts.';

describe('asking for the work of an open task', () => {
  it('starts a run where there is none', () => {
    expect(startOptionFor(task, null)).toEqual({ kind: 'start' });
    expect(startOptionFor(task, makeRun({ status: 'ended', taskIds }))).toEqual({ kind: 'start' });
  });

  it('adds it to the active run, unless that has it and has not skipped it', () => {
    const when = 'it starts when a slot is free';
    expect(startOptionFor(task, makeRun({ taskIds: [] }))).toEqual({ kind: 'enqueue', when });
    expect(startOptionFor(task, makeRun({ taskIds }))).toEqual({
      kind: 'queued',
      reason: 'e.1 is in the active run: it starts when a slot is free.',
    });
    const skipped = [{ taskId: 'e.1', reason: 'Why.' }];
    expect(startOptionFor(task, makeRun({ taskIds, skipped }))).toEqual({ kind: 'enqueue', when });
  });

  it('tells what it will wait for', () => {
    const reasonOf = (asked: AskedTask, paused = false) =>
      startOptionFor(asked, makeRun({ taskIds, paused }));
    expect(reasonOf(waiting)).toMatchObject({
      reason: 'e.1 is in the active run: it starts when e.2 is closed.',
    });
    expect(reasonOf({ ...waiting, waitsFor: ['e.2', 'e.3'] })).toMatchObject({
      reason: 'e.1 is in the active run: it starts when e.2, e.3 are closed.',
    });
    expect(reasonOf(waiting, true)).toMatchObject({
      reason: 'e.1 is in the active run: it starts when the run goes on.',
    });
  });

  it('tells until when the provider of its agent refuses work', () => {
    const limit = { untilMs: 0, words: '19:00 tomorrow' };
    expect(startOptionFor({ ...task, limit }, makeRun({ taskIds, paused: true }))).toEqual({
      kind: 'queued',
      reason: 'e.1 is in the active run: its agent is rate limited until 19:00 tomorrow.',
    });
  });

  it('is refused while a run ends or is interrupted, also for its own tasks', () => {
    for (const status of ['cancelling', 'stopping'] as const) {
      expect(startOptionFor(task, makeRun({ status, taskIds }))).toEqual({
        kind: 'refused',
        reason: cancelled,
      });
    }
    expect(startOptionFor(task, makeRun({ status: 'interrupted' }))).toEqual({
      kind: 'refused',
      reason: interrupted,
    });
    expect([startObstacle(null), startObstacle(makeRun())]).toEqual([null, null]);
  });
});

describe('the queue of a run', () => {
  const run = makeRun({
    taskIds: ['open', 'closed', 'skipped', 'gone'],
    skipped: [{ taskId: 'skipped', reason: 'Why.' }],
  });
  const statusOf = (id: string) =>
    (({ open: 'open', closed: 'closed', skipped: 'open', other: 'open' }) as const)[id];

  it('has its open tasks that are not skipped', () => {
    expect([...queuedTasks(run, statusOf)]).toEqual(['open']);
    expect([...queuedTasks({ ...run, paused: true }, statusOf)]).toEqual(['open']);
  });

  it('is empty without an active run', () => {
    expect(queuedTasks(null, statusOf).size).toBe(0);
    for (const status of ['cancelling', 'stopping', 'interrupted', 'ended'] as const) {
      expect(queuedTasks({ ...run, status }, statusOf).size).toBe(0);
    }
  });
});

describe('the limits of a run', () => {
  const run = makeRun();
  const now = Date.parse('2026-01-01T00:00:00.000Z');
  const untilMs = now + 3_600_000;
  const accounts = [{ until: new Date(untilMs).toISOString(), taskIds: ['e.1', 'e.2'] }];

  it('are those of all tasks that wait for an account, until the time has come', () => {
    const limit = { untilMs, words: untilWords(untilMs, now) };
    expect(taskLimits(run, accounts, now)).toEqual(
      new Map([
        ['e.1', limit],
        ['e.2', limit],
      ]),
    );
    expect(taskLimits(run, accounts, untilMs)).toBe(noLimits);
    expect(taskLimits(run, [], now)).toBe(noLimits);
  });

  it('are no matter of a run that starts nothing more', () => {
    expect(taskLimits(null, accounts, now)).toBe(noLimits);
    expect(taskLimits({ ...run, status: 'cancelling' }, accounts, now)).toBe(noLimits);
  });
});
