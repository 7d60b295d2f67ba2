import { describe, expect, it } from 'vitest';
import { makeAttempt, makeRun, makeTask } from '#shared/core/testing/records.ts';
import type { Notification } from '#shared/model/notification.ts';
import { runLog } from './run-log.ts';
import type { RunRecords } from './run-log.ts';

const second = (n: number): string => `2026-01-01T00:00:0${n}.000Z`;

function told(fields: Partial<Notification>): Notification {
  return {
    id: `notification-${fields.text ?? ''}`,
    type: 'task_completed',
    text: 'something happened',
    subject: { kind: 'task', id: 'e.1' },
    read: false,
    createdAt: second(3),
    ...fields,
  };
}

function log(records: Partial<RunRecords>): readonly string[] {
  const tasks = new Map(['e.1', 'e.2'].map((id) => [id, makeTask({ id, title: `Title ${id}` })]));
  const run = makeRun({ taskIds: ['e.1', 'e.2'] });
  const lines = runLog({ run, tasks, attempts: [], notifications: [], ...records });
  return lines.map((line) => `${line.mark}: ${line.text}`);
}

describe('runLog', () => {
  it('tells each attempt with its place in the run, and what became of one that did not merge', () => {
    const attempts = [
      makeAttempt({
        id: 'a2',
        number: 2,
        createdAt: second(5),
        outcome: 'merged',
        endedAt: second(6),
      }),
      makeAttempt({
        id: 'a1',
        createdAt: second(1),
        endedAt: second(4),
        outcome: 'failed',
        problem: 'A check failed.',
      }),
    ];
    expect(log({ attempts })).toEqual([
      'started: Running task 1/2: e.1: Title e.1',
      'again: e.1: A check failed.',
      'started: Running task 1/2: e.1: Title e.1 (attempt 2)',
    ]);
  });

  it('adds what the inbox was told of the run, of its tasks while it went on, and of its attempts', () => {
    const attempts = [makeAttempt({ id: 'a1', createdAt: second(1) })];
    const notifications = [
      told({ text: 'ready', type: 'run_completed', subject: { kind: 'run', id: 'run-1' } }),
      told({ text: 'waits', type: 'attempt_waiting', subject: { kind: 'attempt', id: 'a1' } }),
      told({ text: 'stuck', type: 'task_blocked' }),
      told({ text: 'done' }),
    ];
    expect(log({ attempts, notifications })).toEqual([
      'started: Running task 1/2: e.1: Title e.1',
      'passed: done',
      'passed: ready',
      'problem: stuck',
      'told: waits',
    ]);
  });

  it('leaves out other runs, other tasks, other times, and the start that the attempt tells', () => {
    const run = makeRun({ endedAt: second(4), status: 'ended' });
    const attempts = [makeAttempt({ id: 'other', runId: 'run-2', createdAt: second(2) })];
    const notifications = [
      told({ text: 'other run', subject: { kind: 'run', id: 'run-2' } }),
      told({ text: 'other attempt', subject: { kind: 'attempt', id: 'other' } }),
      told({ text: 'other task', subject: { kind: 'task', id: 'e.9' } }),
      told({ text: 'later', createdAt: second(9) }),
      told({ text: 'started', type: 'task_started' }),
    ];
    expect(log({ run, attempts, notifications })).toEqual([]);
  });
});
