import { emptySpec, freshTask } from '#shared/core/edits/new-items.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import type { Work } from '#shared/core/protocol/work.ts';
import { newAttempt } from '#shared/core/records/new-attempt.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Run, RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** The moment at which the records below were made. */
export const recordTime = '2026-01-01T00:00:00.000Z';

/** An open task without dependencies, changed by `fields`. */
export function makeTask(fields: Partial<Task> = {}): Task {
  const id = fields.id ?? 'e.1';
  const spec = { ...emptySpec, id, epicId: 'e', title: `Title of ${id}` };
  return { ...freshTask(spec, recordTime), ...fields };
}

/** A fresh attempt of task `e.1`, changed by `fields`. */
export function makeAttempt(fields: Partial<Attempt> = {}): Attempt {
  const task = { id: fields.taskId ?? 'e.1', epicId: 'e', life: 1 };
  const attempt = newAttempt(task, {
    id: 'attempt-1',
    runId: 'run-1',
    number: 1,
    role: 'developer',
    agent: 'script',
    resumes: null,
    createdAt: recordTime,
    worktree: 'w1',
  });
  return { ...attempt, ...fields };
}

/** Settings without any cap in reach, changed by `fields`. */
export function makeSettings(fields: Partial<RunSettings> = {}): RunSettings {
  return {
    mode: 'parallel',
    schedule: 'continuous',
    maxParallelTasks: 3,
    tddEnabled: false,
    review: 'epic',
    maxCycles: 50,
    baseline: 'stop',
    redispatchLimit: 3,
    noProgressLimit: 3,
    silentMinutes: 15,
    killSilentMinutes: null,
    taskTokens: 1_000_000,
    runTokens: 1_000_000_000,
    runCostUsd: 1_000_000,
    ...fields,
  };
}

/** A task as a piece of work that these attempts were made at, oldest first. */
export function makeWork(
  attempts: readonly Attempt[] = [],
  settings: RunSettings = makeSettings(),
  task: Task = makeTask(),
): Work {
  return workOf({ task, attempts, landings: [] }, settings);
}

/** An active run over `taskIds`, changed by `fields`. */
export function makeRun(fields: Partial<Run> = {}): Run {
  return {
    id: 'run-1',
    scope: { kind: 'all' },
    taskIds: ['e.1'],
    settings: makeSettings(),
    status: 'active',
    paused: false,
    outcome: null,
    problem: null,
    skipped: [],
    batch: [],
    batchNumber: 0,
    owner: { pid: 1, startTime: null },
    origin: null,
    startedAt: recordTime,
    endedAt: null,
    ...fields,
  };
}

/** An open epic, changed by `fields`. */
export function makeEpic(fields: Partial<Epic> = {}): Epic {
  return {
    id: 'e',
    title: 'An epic',
    description: '',
    status: 'open',
    baseBranch: 'main',
    baseCommit: null,
    branch: 'epic/e',
    planId: null,
    createdAt: recordTime,
    closedAt: null,
    ...fields,
  };
}

/** A report of success, changed by `fields`. */
export function makeReport(fields: Partial<AgentReport> = {}): AgentReport {
  return {
    status: 'success',
    origin: 'report_file',
    tokens: null,
    modified: [],
    created: [],
    errorType: null,
    message: '',
    summary: null,
    criteriaMet: null,
    blockerDiscovered: false,
    ...fields,
  };
}
