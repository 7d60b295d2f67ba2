import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { randomInteger } from '../lib/random.ts';

/** Work items as a workspace has them after some months. */
export interface Backlog {
  readonly epics: readonly Epic[];
  readonly tasks: readonly Task[];
  readonly attempts: readonly Attempt[];
}

const tasksPerEpic = 200;
const startedAt = '2026-01-01T08:00:00.000Z';
const endedAt = '2026-01-01T08:04:10.000Z';

const verbs = ['Add', 'Fix', 'Speed up', 'Split', 'Document', 'Test', 'Remove', 'Rename'];
const things = [
  'caching to the catalogue',
  'the export of invoices that have more than one currency',
  'start-up',
  'the settings dialog',
  'retries of failed payments, with a limit that can be set for each customer',
  'the search index',
];

/** What becomes of the task with this number: half of them are done, one in twenty is blocked. */
function statusOf(number: number, tasks: number): TaskStatus {
  if (number < tasks / 2) return 'closed';
  return number % 20 === 0 ? 'blocked' : 'open';
}

function makeTask(number: number, tasks: number, random: () => number): Task {
  const epicNumber = Math.floor(number / tasksPerEpic) + 1;
  const within = (number % tasksPerEpic) + 1;
  const status = statusOf(number, tasks);
  const isDone = status === 'closed';
  // Two in three open tasks wait for one that is still open.
  const waits = !isDone && within > 1 && number % 3 !== 0;
  const text = `${verbs[number % verbs.length] ?? ''} ${things[number % things.length] ?? ''}`;
  return {
    id: `epic-${epicNumber}.${within}`,
    epicId: `epic-${epicNumber}`,
    title: text,
    description: `${text}, so that nobody has to wait for it. `.repeat(5),
    acceptanceCriteria: ['It works', 'It is tested', 'It is documented'].map((criterion) => ({
      text: `${criterion}: ${text}`,
      checked: isDone,
    })),
    labels: number % 4 === 0 ? ['backend'] : ['ui', 'agent:codex'],
    dependencies: waits ? [`epic-${epicNumber}.${within - 1}`] : [],
    testTaskId: null,
    priority: randomInteger(random, 5),
    ordinal: null,
    filesToModify: [`src/module-${number % 100}.ts`],
    testFiles: [],
    verify: [],
    script: null,
    repositories: [],
    source: null,
    status,
    implementationNotes: '',
    finalSummary: isDone ? `${text}.` : '',
    closedByHand: null,
    blockedReason: status === 'blocked' ? 'test failures persist after 3 attempts' : null,
    debugAttempts: status === 'blocked' ? 3 : 0,
    life: 1,
    dispatches: isDone ? 1 : 0,
    startedAt: isDone ? startedAt : null,
    firstCodeChangeAt: null,
    completedAt: isDone ? endedAt : null,
    createdAt: startedAt,
    updatedAt: endedAt,
  };
}

function makeAttempt(task: Task, number: number): Attempt {
  const isDone = task.status === 'closed';
  return {
    id: `attempt-${number}`,
    taskId: task.id,
    epicId: task.epicId,
    runId: 'run-1',
    life: 1,
    number: 1,
    role: 'developer',
    agent: 'codex',
    phase: 'ended',
    outcome: isDone ? 'merged' : 'failed',
    worktree: null,
    branch: `agent/${task.id}`,
    baseCommit: null,
    process: null,
    exitCode: 0,
    report: null,
    usage: { tokens: 10_000 + number, tokenSource: 'reported', costUsd: 0.1 },
    interrupted: false,
    rateLimitedUntil: null,
    refusedLogin: false,
    cannotStart: false,
    commit: null,
    tree: null,
    vaultRef: null,
    changes: { modified: task.filesToModify, created: [], deleted: [] },
    mergeIntent: null,
    problem: isDone ? null : task.blockedReason,
    failureSignature: null,
    stopReason: null,
    conflicts: [],
    carryForward: null,
    resumes: null,
    createdAt: startedAt,
    startedAt,
    endedAt,
  };
}

/** A backlog of `count` tasks in epics of two hundred; what is done or blocked had an attempt. */
export function makeBacklog(count: number, random: () => number): Backlog {
  const tasks = Array.from({ length: count }, (_, number) => makeTask(number, count, random));
  const epics = Array.from({ length: Math.ceil(count / tasksPerEpic) }, (_, index) => ({
    id: `epic-${index + 1}`,
    title: `Epic number ${index + 1}`,
    description: 'What belongs together lands together.',
    status: 'open' as const,
    baseBranch: 'main',
    baseCommit: null,
    branch: `epic/epic-${index + 1}`,
    planId: null,
    createdAt: startedAt,
    closedAt: null,
  }));
  const attempts = tasks
    .filter(({ status }) => status !== 'open')
    .map((task, number) => makeAttempt(task, number));
  return { epics, tasks, attempts };
}
