import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import { makeTask } from '#shared/core/testing/records.ts';
import type { WorkStage } from '#shared/core/records/attempt-view.ts';
import { formatExactTime } from '#renderer/lib/format.ts';
import { attemptClock, attemptLook, taskLook, taskLooks, taskStateOf } from './task-state.ts';
import { lastSignOf, workLifeOf } from './work-life.ts';
import type { WorkLife } from './work-life.ts';

const run = { id: 'run-1', alive: true, here: true, paused: false, lastSignAt: null };
const lastSignAt = '2026-01-01T00:00:49.000Z';
const lastSignMs = Date.parse(lastSignAt);
const gone = { ...run, alive: false, here: false, lastSignAt };

const question = { attemptId: 'attempt-1', text: 'Go on?', since: lastSignAt };

const lives = {
  driven: workLifeOf({ run, questions: [] }, null),
  waiting: workLifeOf({ run, questions: [question] }, null),
  gone: workLifeOf({ run: gone, questions: [] }, null),
  away: workLifeOf({ run, questions: [question] }, lastSignMs),
  unknown: workLifeOf(null, null),
} as const;

describe('who drives the work', () => {
  it('is told by the status: a run without a living process is not driven', () => {
    expect(lives.driven.kind).toBe('driven');
    expect(lives.gone).toMatchObject({ kind: 'gone', lastSignMs });
    expect(workLifeOf({ run: null, questions: [] }, null).kind).toBe('driven');
  });

  it('is not known while the host is away, nor before it has told', () => {
    expect(lives.away).toMatchObject({ kind: 'away', lastSignMs, waiting: new Map() });
    expect(workLifeOf(null, lastSignMs).kind).toBe('away');
    expect(lives.unknown.kind).toBe('unknown');
  });

  it('stays gone when the host goes away after it has told so', () => {
    expect(workLifeOf({ run: gone, questions: [] }, lastSignMs + 1)).toMatchObject({
      kind: 'gone',
      lastSignMs,
    });
  });
});

describe('the last sign of life of a host that is away', () => {
  it('is when it went away, if it answered this page before', () => {
    expect(lastSignOf(2_000, true, 1_000)).toBe(2_000);
    expect(lastSignOf(null, true, 1_000)).toBe(null);
  });

  it('is when it last sent documents, for a page that was loaded without it', () => {
    expect(lastSignOf(2_000, false, 1_000)).toBe(1_000);
    expect(lastSignOf(2_000, false, 3_000)).toBe(2_000);
    expect(lastSignOf(2_000, false, null)).toBe(2_000);
    expect(lastSignOf(null, false, 1_000)).toBe(null);
  });
});

describe('the state of a task', () => {
  const underWay = makeTask({ status: 'in_progress' });
  const running = makeView({ phase: 'running' });

  it('is that of its driver while it is in progress', () => {
    const states = Object.entries(lives).map(([name, life]) => [
      name,
      taskStateOf(underWay, running, life, null),
      taskStateOf(underWay, makeView({ phase: 'ended', outcome: 'interrupted' }), life, null),
      taskStateOf(underWay, null, life, null),
    ]);
    expect(states).toEqual([
      ['driven', 'running', 'running', 'running'],
      ['waiting', 'waiting', 'running', 'running'],
      ['gone', 'interrupted', 'interrupted', 'interrupted'],
      ['away', 'away', 'away', 'away'],
      ['unknown', 'unknown', 'unknown', 'unknown'],
    ]);
  });

  it('wants no review while the app checks and merges, also between the records of that', () => {
    const inReview = makeTask({ status: 'in_review' });
    const stateIn = (phase: WorkStage, life: WorkLife) =>
      taskStateOf(inReview, makeView({ phase }), life, null);
    expect(stateIn('verifying', lives.driven)).toBe('running');
    expect(stateIn('merging', lives.gone)).toBe('interrupted');
    expect(stateIn('waiting', lives.driven)).toBe('waiting');
    expect(stateIn('waiting', lives.gone)).toBe('interrupted');
    expect(taskStateOf(inReview, null, lives.driven, null)).toBe('review');
    // The attempt has delivered and its landing has not come yet; the landing has ended and the task has not.
    for (const outcome of [null, 'merged', 'interrupted'] as const) {
      const over = makeView({ phase: 'ended', outcome });
      expect(taskStateOf(inReview, over, lives.driven, null)).toBe('running');
      expect(taskStateOf(inReview, over, lives.gone, null)).toBe('interrupted');
    }
  });

  it('does not depend on the driver when nothing is under way', () => {
    for (const life of Object.values(lives)) {
      expect(taskStateOf(makeTask(), null, life, null)).toBe('idle');
      expect(taskStateOf(makeTask(), null, life, 'queued')).toBe('queued');
      expect(taskStateOf(makeTask(), null, life, 'limited')).toBe('limited');
      expect(taskStateOf(makeTask({ status: 'blocked' }), null, life, null)).toBe('blocked');
      expect(taskStateOf(makeTask({ status: 'closed' }), null, life, null)).toBe('done');
      const merged = makeView({ phase: 'ended', outcome: 'merged' });
      expect(taskStateOf(makeTask({ status: 'closed' }), merged, life, null)).toBe('verified');
    }
  });
});

describe('how states look', () => {
  it('is strong only for what wants the person, and moves only while something works', () => {
    const strong = Object.entries(taskLooks).filter(
      ([, { state }]) => state === 'waiting' || state === 'blocked',
    );
    expect(strong.map(([name]) => name)).toEqual(['waiting', 'review', 'blocked']);
    const moving = Object.entries(taskLooks).filter(([, { isMoving }]) => isMoving);
    expect(moving.map(([name]) => name)).toEqual(['running']);
  });

  it('says of one whose agent is refused work until when, and exactly to who asks', () => {
    const limit = { untilMs: Date.parse('2026-11-22T19:00:00.000Z'), words: '19:00 tomorrow' };
    const look = taskLook('limited', limit);
    expect(look).toMatchObject({ state: 'idle', word: 'Rate limited until 19:00 tomorrow' });
    expect(look.detail).toContain(formatExactTime('2026-11-22T19:00:00.000Z'));
    expect(taskLook('limited', null)).toMatchObject({ word: 'Rate limited', detail: null });
    expect(taskLook('queued', limit)).toMatchObject({ word: 'Queued', detail: null });
  });

  it('is the same for a task and its attempt', () => {
    const attempt = makeView({ phase: 'running' });
    const task = makeTask({ status: 'in_progress' });
    for (const life of Object.values(lives)) {
      expect(attemptLook(attempt, life)).toEqual(taskLooks[taskStateOf(task, attempt, life, null)]);
    }
  });

  it('tells of an attempt which step of the app goes on, and how it ended', () => {
    expect(attemptLook(makeView({ phase: 'verifying' }), lives.driven)).toMatchObject({
      word: 'Verifying',
      isMoving: true,
    });
    const merged = makeView({ phase: 'ended', outcome: 'merged' });
    expect(attemptLook(merged, lives.away)).toMatchObject({ word: 'Merged', isMoving: false });
  });
});

describe('the clock of an attempt', () => {
  const startedAt = '2026-01-01T00:00:09.000Z';
  const attempt = makeView({ phase: 'running', startedAt });

  it('runs while its agent works or waits', () => {
    const since = { kind: 'since', startMs: Date.parse(startedAt) };
    expect(attemptClock(attempt, lives.driven)).toEqual(since);
    expect(attemptClock(attempt, lives.waiting)).toEqual(since);
  });

  it('stopped at the last sign of life of a driver that is gone or away', () => {
    expect(attemptClock(attempt, lives.gone)).toEqual({ kind: 'took', ms: 40_000 });
    expect(attemptClock(attempt, lives.away)).toEqual({ kind: 'took', ms: 40_000 });
    expect(attemptClock(attempt, lives.unknown)).toBe(null);
  });

  it('never runs backwards, and stops at the end of an attempt', () => {
    const late = makeView({ phase: 'running', startedAt: '2026-01-01T00:05:00.000Z' });
    expect(attemptClock(late, lives.gone)).toEqual({ kind: 'took', ms: 0 });
    const ended = makeView({ phase: 'ended', startedAt, endedAt: '2026-01-01T00:00:10.000Z' });
    expect(attemptClock(ended, lives.gone)).toEqual({ kind: 'took', ms: 1_000 });
  });
});
