import { describe, expect, it } from 'vitest';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { makeView } from '#shared/core/testing/landings.ts';
import { makeRun, makeTask } from '#shared/core/testing/records.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Usage } from '#shared/model/attempt.ts';
import {
  activityText,
  checkoutText,
  presentRun,
  runProgress,
  safetyOf,
  usageOfRun,
  usageSource,
  usageText,
  windowTitle,
} from './run-figures.ts';

const status: WorkspaceStatus = {
  checkout: { branch: 'main', commit: '1a2b3c4d5e6f7a8b9c0d1a2b3c4d5e6f7a8b9c0d' },
  epics: [],
  run: null,
  unsafe: [],
  questions: [],
  foreignChanges: [],
  lastLines: {},
  work: {},
  limits: [],
  checks: {},
  configProblems: [],
  configRevision: '',
  agents: { byDefault: 'claude', byType: {}, types: [] },
  beginning: null,
  missing: null,
  trust: { state: 'trusted', digest: '' },
};

describe('what a run has used', () => {
  const used = (id: string, usage: Usage | null, runId = 'run-1') => makeView({ id, runId, usage });
  const attempts = [
    used('a', { tokens: 400_000, tokenSource: 'reported', costUsd: 1.2 }),
    used('b', { tokens: 12_400, tokenSource: 'estimated', costUsd: null }),
    used('c', { tokens: null, tokenSource: 'none', costUsd: null }),
    used('d', null),
    used('e', { tokens: 9_999, tokenSource: 'parsed', costUsd: 9 }, 'run-0'),
  ];

  it('is summed over its attempts, and says where it is known from', () => {
    const usage = usageOfRun('run-1', attempts);
    expect(usage).toEqual({ tokens: 412_400, costUsd: 1.2, sources: ['reported', 'estimated'] });
    expect(usageText(usage)).toBe('412k tokens · $1.20');
    expect(usageSource(usage)).toContain('reported by the agents, estimated');
  });

  it('claims no cost that nobody reported', () => {
    const usage = usageOfRun('run-1', [attempts[1]!]);
    expect(usageText(usage)).toBe('12k tokens · cost not reported');
    expect(usageText(usageOfRun('run-2', attempts))).toBeNull();
  });
});

describe('the run that the frame shows', () => {
  const older = makeRun({ id: 'older', status: 'ended', startedAt: '2026-01-01T00:00:00.000Z' });
  const newer = makeRun({ id: 'newer', status: 'ended', startedAt: '2026-01-02T00:00:00.000Z' });

  it('is the one that has not ended, else the latest', () => {
    const active = makeRun({ id: 'active', status: 'interrupted', startedAt: older.startedAt });
    const runs = new Map([older, newer].map((run) => [run.id, run]));
    expect(presentRun(new Map())).toBeNull();
    expect(presentRun(runs)?.id).toBe('newer');
    expect(presentRun(new Map([...runs, [active.id, active]]))?.id).toBe('active');
  });

  it('is as far as its tasks need nothing more of it', () => {
    const run = makeRun({
      taskIds: ['a', 'b', 'c', 'd'],
      skipped: [{ taskId: 'c', reason: 'waits for b' }],
    });
    const tasks = [
      makeTask({ id: 'a', status: 'closed' }),
      makeTask({ id: 'b', status: 'blocked' }),
      makeTask({ id: 'c', status: 'open' }),
      makeTask({ id: 'd', status: 'in_progress' }),
      makeTask({ id: 'other', status: 'closed' }),
    ];
    const byId = new Map(tasks.map((task) => [task.id, task]));
    expect(runProgress(run, byId)).toMatchObject({ working: 1, total: 4 });
  });

  it('tells of agents, and of what the app does before and after them', () => {
    const inPhases = (...phases: readonly AttemptView['phase'][]): readonly AttemptView[] =>
      phases.map((phase) => makeView({ phase }));
    const all = inPhases('preparing', 'running', 'running', 'verifying', 'merging', 'ended');
    expect(activityText(all, true)).toBe('2 agents, 1 preparing, 2 checking');
    expect(activityText(inPhases('verifying'), true)).toBe('1 checking');
    expect(activityText(inPhases('running', 'waiting'), true)).toBe('1 agent, 1 waiting to merge');
    expect(activityText(inPhases('ended'), true)).toBe('nothing is running');
  });

  it('does nothing when the process that drove it is gone', () => {
    expect(activityText([makeView({ phase: 'running' })], false)).toBe('nothing is running');
  });
});

describe('whether anything is not safe yet', () => {
  it('is not said before it is known', () => {
    expect(safetyOf(null, 0)).toBeNull();
  });

  it('is no when all work is in git and all edits are sent', () => {
    expect(safetyOf(status, 0)).toMatchObject({ isSafe: true, text: 'all work is in git' });
  });

  it('names the tasks and the edits', () => {
    const unsafe = [{ taskId: 'e.1', reason: 'its agent works now', isLate: false }];
    expect(safetyOf({ ...status, unsafe }, 0)).toMatchObject({ isSafe: false, isLate: false });
    const safety = safetyOf({ ...status, unsafe }, 2);
    expect(safety).toMatchObject({
      isSafe: false,
      isLate: true,
      text: 'work of 1 task not in git yet, 2 edits not sent yet',
    });
    expect(safety?.details).toContain('e.1: its agent works now');
    expect(safetyOf(null, 1)).toMatchObject({ isSafe: false, text: '1 edit not sent yet' });
  });
});

it('the checkout is told with and without a branch and a commit', () => {
  expect(checkoutText(status.checkout)).toBe('main @ 1a2b3c4');
  expect(checkoutText({ branch: null, commit: 'f'.repeat(40) })).toBe('detached @ fffffff');
  expect(checkoutText({ branch: 'main', commit: null })).toBe('main @ no commit yet');
});

it('the title of the window has the counts that matter from afar', () => {
  expect(windowTitle('Board', 'shop', 0, null)).toBe('Board · shop – Switchyard');
  const run = { completed: 6, blocked: 5, skipped: 0, total: 15 };
  expect(windowTitle('Runs', 'shop', 3, run)).toBe(
    '(3) Runs · shop · 6 done · 5 blocked – Switchyard',
  );
});
