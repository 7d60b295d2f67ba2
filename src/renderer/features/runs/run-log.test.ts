import { describe, expect, it } from 'vitest';
import { makeView } from '#shared/core/testing/landings.ts';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { runLog } from './run-log.ts';
import type { RunRecords } from './run-log.ts';

const second = (n: number): string => `2026-01-01T00:00:0${n}.000Z`;

function notice(fields: Partial<Notification>): Notification {
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

function lifeOf(kind: WorkLife['kind'], ...waiting: readonly string[]): WorkLife {
  return { kind, lastSignMs: null, waiting: new Map(waiting.map((id) => [id, 'Go on?'])) };
}

function log(records: Partial<RunRecords>): readonly string[] {
  const tasks = new Map(['e.1', 'e.2'].map((id) => [id, makeTask({ id, title: `Title ${id}` })]));
  const run = makeRun({ taskIds: ['e.1', 'e.2'] });
  const groups = runLog({
    run,
    tasks,
    attempts: [],
    notifications: [],
    life: lifeOf('driven'),
    ...records,
  });
  return groups.flatMap(({ lines }) => lines.map((line) => `${line.mark}: ${line.text}`));
}

describe('runLog', () => {
  it('names each attempt, in the past, and what became of one that did not merge', () => {
    const attempts = [
      makeView({
        id: 'a2',
        number: 2,
        createdAt: second(5),
        outcome: 'merged',
        phase: 'ended',
        endedAt: second(6),
      }),
      makeView({
        id: 'a1',
        createdAt: second(1),
        endedAt: second(4),
        phase: 'ended',
        outcome: 'failed',
        problem: 'A check failed.',
      }),
    ];
    expect(log({ attempts })).toEqual([
      'note: Attempt 1 began with script',
      'note: Attempt 1 failed: A check failed.',
      'note: Attempt 2 began with script',
    ]);
  });

  it('adds what the inbox was told of the run, of its tasks while it went on, and of its attempts', () => {
    const attempts = [makeView({ id: 'a1', createdAt: second(1), phase: 'running' })];
    const notifications = [
      notice({ text: 'ready', type: 'run_completed', subject: { kind: 'run', id: 'run-1' } }),
      notice({ text: 'waits', type: 'attempt_waiting', subject: { kind: 'attempt', id: 'a1' } }),
      notice({ text: 'left out', type: 'task_skipped' }),
      notice({ text: 'done' }),
    ];
    expect(log({ attempts, notifications })).toEqual([
      'running: Attempt 1 began with script',
      'passed: done',
      'skipped: left out',
      'note: Asked: waits',
      'note: ready',
    ]);
  });

  it('says a failure once, under the title of its task', () => {
    const problem = 'The agent ended with exit code 3 and no report: Oh no';
    const failed = makeView({
      id: 'a1',
      createdAt: second(1),
      endedAt: second(4),
      phase: 'ended',
      outcome: 'failed',
      problem,
    });
    const text = 'e.1 is blocked: exit code 3, no report: Oh no';
    const blocked = notice({ text, type: 'task_blocked', createdAt: second(4) });
    const task = makeTask({ id: 'e.1', title: 'Greet', status: 'blocked', blockedReason: problem });
    const [group] = runLog({
      run: makeRun({ taskIds: ['e.1'] }),
      tasks: new Map([['e.1', task]]),
      attempts: [failed],
      notifications: [blocked],
      life: lifeOf('driven'),
    });
    expect(group).toMatchObject({ title: 'e.1: Greet', taskId: 'e.1', mark: 'problem' });
    expect(group?.lines.map((line) => line.text)).toEqual([
      'Attempt 1 began with script',
      'Blocked: exit code 3, no report: Oh no',
    ]);
  });

  describe('marks only what holds now:', () => {
    const attempts = [makeView({ id: 'a1', createdAt: second(1), phase: 'running' })];
    const asks = (at: number): Notification =>
      notice({
        id: `ask ${at}`,
        text: `waits ${at}`,
        type: 'attempt_waiting',
        subject: { kind: 'attempt', id: 'a1' },
        createdAt: second(at),
      });

    it('a task is running while a process drives its attempt, and does not wait meanwhile', () => {
      const [line] = log({ attempts });
      expect(line).toMatch(/^running: /);
      for (const life of [lifeOf('gone'), lifeOf('away'), lifeOf('driven', 'a1')]) {
        expect(log({ attempts, life })[0]).toMatch(/^note: /);
      }
    });

    it('an agent waits until it is answered, and is marked at its last question', () => {
      const notifications = [asks(2), asks(4)];
      const life = lifeOf('driven', 'a1');
      expect(log({ attempts, notifications, life }).slice(1)).toEqual([
        'note: Asked: waits 2',
        'waiting: Asked: waits 4',
      ]);
      expect(log({ attempts, notifications }).slice(1)).toEqual([
        'note: Asked: waits 2',
        'note: Asked: waits 4',
      ]);
    });

    it('a blocked task needs the person until it is opened again or done', () => {
      const notifications = [notice({ text: 'stuck', type: 'task_blocked' })];
      const withStatus = (status: 'blocked' | 'open') =>
        new Map([['e.1', makeTask({ id: 'e.1', status })]]);
      expect(log({ notifications, tasks: withStatus('blocked') })).toEqual(['problem: stuck']);
      expect(log({ notifications, tasks: withStatus('open') })).toEqual(['note: stuck']);
    });

    it('a run is done when all of it is, and an interrupted one needs the person until it goes on', () => {
      const run = makeRun({ taskIds: ['e.1', 'e.2'], status: 'ended', outcome: 'completed' });
      const subject = { kind: 'run', id: 'run-1' } as const;
      const completed = [notice({ text: 'complete', type: 'run_completed', subject })];
      expect(log({ run, notifications: completed })).toEqual(['passed: complete']);
      const incomplete = { ...run, outcome: 'incomplete' } as const;
      expect(log({ run: incomplete, notifications: completed })).toEqual(['note: complete']);
      const stopped = [notice({ text: 'stopped', type: 'run_failed', subject })];
      expect(log({ notifications: stopped, life: lifeOf('gone') })).toEqual(['problem: stopped']);
      for (const kind of ['driven', 'away'] as const) {
        expect(log({ notifications: stopped, life: lifeOf(kind) })).toEqual(['note: stopped']);
      }
    });
  });

  it('leaves out other runs, other tasks, other times, and the start that the attempt tells', () => {
    const run = makeRun({ endedAt: second(4), status: 'ended' });
    const attempts = [makeView({ id: 'other', runId: 'run-2', createdAt: second(2) })];
    const notifications = [
      notice({ text: 'other run', subject: { kind: 'run', id: 'run-2' } }),
      notice({ text: 'other attempt', subject: { kind: 'attempt', id: 'other' } }),
      notice({ text: 'other task', subject: { kind: 'task', id: 'e.9' } }),
      notice({ text: 'later', createdAt: second(9) }),
      notice({ text: 'started', type: 'task_started' }),
    ];
    expect(log({ run, attempts, notifications })).toEqual([]);
  });

  it('tells at its end what was skipped with all the rest, and names no task twice', () => {
    const cap = "The run's token cap is reached: 12 of 10.";
    const run = makeRun({
      taskIds: ['e.1', 'e.2', 'e.3'],
      skipped: [
        { taskId: 'e.1', reason: 'Unsatisfied dependencies: [x]' },
        { taskId: 'e.2', reason: cap },
        { taskId: 'e.3', reason: cap },
      ],
      status: 'ended',
      outcome: 'failed',
      problem: cap,
      endedAt: second(8),
    });
    const notifications = [
      notice({ type: 'task_skipped', text: 'Task e.1: Title e.1 skipped: …' }),
      notice({
        type: 'run_failed',
        text: `Batch run ended with errors: ${cap}`,
        subject: { kind: 'run', id: 'run-1' },
        createdAt: second(8),
      }),
    ];
    expect(log({ run, notifications })).toEqual([
      'skipped: Skipped: it waits for x',
      `problem: Batch run ended with errors: ${cap}`,
      `skipped: e.2, e.3 skipped: ${cap}`,
    ]);
    expect(log({ run: { ...run, status: 'active', endedAt: null } })).toEqual([]);
  });
});
