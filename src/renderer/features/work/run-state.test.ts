import { describe, expect, it } from 'vitest';
import { makeRun } from '#shared/core/testing/records.ts';
import type { Run } from '#shared/model/run.ts';
import { runClock, runSegments, runStateOf, runTone, runWords, tallyWords } from './run-state.ts';
import type { WorkLife } from './work-life.ts';

type Kind = WorkLife['kind'];

const stateOf = (run: Partial<Run>, kind: Kind = 'driven') => runStateOf(makeRun(run), { kind });
const unended = ['active', 'cancelling', 'stopping', 'interrupted'] as const;

describe('the state of a run', () => {
  it('is that of its record while a process drives it, or before that is known', () => {
    for (const kind of ['driven', 'unknown'] as const) {
      expect(unended.map((status) => stateOf({ status }, kind))).toEqual([
        'running',
        'finishing',
        'stopping',
        'interrupted',
      ]);
      expect(stateOf({ paused: true }, kind)).toBe('paused');
    }
  });

  it('is finishing, not paused, once a paused run is cancelled', () => {
    expect(stateOf({ status: 'cancelling', paused: true })).toBe('finishing');
  });

  it('is interrupted without its process, and not known while the host is away', () => {
    for (const status of unended) expect(stateOf({ status }, 'gone')).toBe('interrupted');
    expect(unended.map((status) => stateOf({ status }, 'away'))).toEqual([
      'away',
      'away',
      'away',
      'interrupted',
    ]);
  });

  it('is its outcome once it has ended, whoever drives what', () => {
    for (const kind of ['driven', 'gone', 'away', 'unknown'] as const) {
      for (const outcome of ['completed', 'incomplete', 'cancelled', 'failed'] as const) {
        expect(stateOf({ status: 'ended', outcome, paused: true }, kind)).toBe(outcome);
      }
    }
  });

  it('has a label of its own each, and only what goes on looks like it', () => {
    const labels = Object.values(runWords).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    expect((['running', 'finishing', 'stopping'] as const).map(runTone)).toEqual([
      'running',
      'running',
      'running',
    ]);
    expect((['paused', 'away', 'cancelled', 'completed'] as const).map(runTone)).toEqual([
      'idle',
      'idle',
      'idle',
      'verified',
    ]);
  });
});

describe('how the tasks of a run stand', () => {
  const tally = { completed: 6, blocked: 5, skipped: 1, total: 15 };

  it('is said in words, without what there is none of', () => {
    expect(tallyWords(tally)).toBe('6 done · 5 blocked · 1 skipped');
    expect(tallyWords({ completed: 0, blocked: 0, skipped: 0, total: 8 })).toBe('0 of 8 done');
  });

  it('is a bar with a part for each', () => {
    expect(runSegments(tally, 2).map(({ word, count }) => `${count} ${word}`)).toEqual([
      '6 done',
      '5 blocked',
      '1 skipped',
      '2 working',
    ]);
  });
});

describe('the clock of a run', () => {
  const startedAt = '2026-01-01T00:00:09.000Z';
  const startMs = Date.parse(startedAt);
  const run = makeRun({ startedAt });

  it('runs while a process drives it', () => {
    expect(runClock(run, { kind: 'driven', lastSignMs: null })).toEqual({ kind: 'since', startMs });
  });

  it('stands at the last sign of life without one, and while the host is away', () => {
    const lastSignMs = startMs + 40_000;
    for (const kind of ['gone', 'away'] as const) {
      expect(runClock(run, { kind, lastSignMs })).toEqual({ kind: 'took', ms: 40_000 });
      expect(runClock(run, { kind, lastSignMs: startMs - 1 })).toEqual({ kind: 'took', ms: 0 });
      expect(runClock(run, { kind, lastSignMs: null })).toBe(null);
    }
  });

  it('has stopped with the end of the run', () => {
    const ended = { ...run, status: 'ended', endedAt: '2026-01-01T00:00:19.000Z' } as const;
    const away = { kind: 'away', lastSignMs: startMs + 99_000 } as const;
    expect(runClock(ended, away)).toEqual({ kind: 'took', ms: 10_000 });
  });
});
