import { describe, expect, it } from 'vitest';
import { makeAttempt, makeReport } from '#shared/core/testing/records.ts';
import { attemptTelemetry } from './attempt-telemetry.ts';

const now = '2026-01-01T01:00:00.000Z';
const changes = { modified: ['b.ts'], created: ['a.ts'], deleted: ['old.ts'] };
const report = makeReport({ modified: ['b.ts', 'elsewhere.ts'], created: [], message: '' });

describe('the telemetry of an attempt', () => {
  it('holds what the agent says against what git found', () => {
    const record = attemptTelemetry({ debugAttempts: 2 }, makeAttempt({ report }), changes, now);
    expect(record).toMatchObject({
      status: 'PASS',
      filesModified: ['b.ts'],
      filesCreated: ['a.ts'],
      reportedOnly: ['elsewhere.ts'],
      unreported: ['a.ts', 'old.ts'],
      debugAttempts: 2,
    });
  });

  it('is one record, however often it is made', () => {
    const ids = [now, '2026-01-02T00:00:00.000Z'].map(
      (at) => attemptTelemetry({ debugAttempts: 0 }, makeAttempt({}), changes, at).id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('lasts from the start to the end, to now while there is none, and never less than nothing', () => {
    const startedAt = '2026-01-01T00:59:00.000Z';
    const lasting = (endedAt: string | null): number =>
      attemptTelemetry({ debugAttempts: 0 }, makeAttempt({ startedAt, endedAt }), changes, now)
        .durationMs;
    expect(lasting('2026-01-01T00:59:30.000Z')).toBe(30_000);
    expect(lasting(null)).toBe(60_000);
    expect(lasting('2026-01-01T00:00:00.000Z')).toBe(0);
  });

  it('says what went wrong: the attempt’s problem, else the words of the report', () => {
    const failed = makeReport({ status: 'fail', errorType: 'build', message: 'x is not a y' });
    const of = (more: Parameters<typeof makeAttempt>[0]) =>
      attemptTelemetry({ debugAttempts: 0 }, makeAttempt(more), changes, now);
    expect(of({ report: failed })).toMatchObject({
      status: 'FAIL',
      errorType: 'build',
      errorSummary: 'x is not a y',
    });
    expect(of({ report: failed, problem: 'It ended.' })).toMatchObject({
      errorSummary: 'It ended.',
    });
    expect(of({ report: { ...report, status: 'blocked' } }).status).toBe('BLOCKED');
    expect(of({ report: null })).toMatchObject({
      status: 'UNKNOWN',
      errorSummary: null,
      unreported: [],
      usage: { tokenSource: 'none' },
    });
  });
});
