import { questionIn } from '#shared/core/needs/question-words.ts';
import { skipLines } from '#shared/core/runs/run-summary.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { attemptStateOf } from '#renderer/features/work/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';
import { logMarker } from './run-log-marks.ts';
import type { LogMark } from './run-log-marks.ts';

/** One line of a run's log. */
export interface RunLogLine {
  readonly key: string;
  /** UTC ISO time. */
  readonly at: string;
  readonly mark: LogMark;
  readonly text: string;
}

/** What happened to one task, or one line about the run itself. */
export interface RunLogGroup {
  readonly key: string;
  /** Task that a click opens; null when it is about the run. */
  readonly taskId: string | null;
  /** `lab.1: Greet`; null where the one line says all. */
  readonly title: string | null;
  /** The strongest of its lines. */
  readonly mark: LogMark;
  /** Oldest first. */
  readonly lines: readonly RunLogLine[];
}

/** The documents a run's log is made of; those of other runs are left out. */
export interface RunRecords {
  readonly run: Run;
  readonly tasks: ReadonlyMap<string, Task>;
  readonly attempts: Iterable<AttemptView>;
  readonly notifications: Iterable<Notification>;
  /** Who drives the run: without one nothing goes on, whatever the records say. */
  readonly life: WorkLife;
}

/** The strongest first. */
const strength: readonly LogMark[] = ['waiting', 'problem', 'running', 'passed', 'skipped', 'note'];

interface Happened extends RunLogLine {
  readonly taskId: string | null;
}

/**
 * What happened in a run, task by task in the order in which they began, and what was said of the run itself in
 * between (SPEC section 3, progress). Each failure is said once.
 */
export function runLog(records: RunRecords): readonly RunLogGroup[] {
  // What is of one moment stays in its order: the end of an attempt comes before what follows from it.
  const lines = allLines(records).sort((a, b) => a.at.localeCompare(b.at));
  const groups = Map.groupBy(lines, ({ taskId, key }) => taskId ?? key);
  return [...groups].map(([key, own]) => groupOf(records, key, own));
}

function groupOf({ tasks }: RunRecords, key: string, own: readonly Happened[]): RunLogGroup {
  const taskId = own[0]?.taskId ?? null;
  const task = taskId === null ? null : (tasks.get(taskId) ?? null);
  const mark = strength.find((one) => own.some((line) => line.mark === one)) ?? 'note';
  return {
    key,
    taskId,
    title: taskId === null ? null : [taskId, task?.title].filter(Boolean).join(': '),
    mark,
    lines: saidOnce(own, task).map(({ key: id, at, mark: of, text }) => ({
      key: id,
      at,
      mark: of,
      text,
    })),
  };
}

/** Without the end of an attempt that the task was blocked for: that line says the same. */
function saidOnce(lines: readonly Happened[], task: Task | null): readonly Happened[] {
  const block = lines.findLastIndex(({ text }) => text.startsWith(blockedStart));
  const before = lines[block - 1];
  if (block < 1 || before === undefined || !before.key.endsWith(' ended')) return lines;
  const [, problem = ''] = /^Attempt \d+ \w+(?: \w+)?: (.*)$/s.exec(before.text) ?? [];
  const isSame = problem !== '' && (task?.blockedReason?.includes(problem) ?? false);
  return isSame ? lines.filter((line) => line !== before) : lines;
}

const blockedStart = 'Blocked: ';

function allLines(records: RunRecords): Happened[] {
  const { run, attempts, notifications } = records;
  const own = [...attempts].filter((attempt) => attempt.runId === run.id);
  const byId = new Map(own.map((attempt) => [attempt.id, attempt]));
  const lines = own.flatMap((attempt) => attemptLines(records, attempt));
  // The newest first, so that of several lines about one thing the last one is marked.
  const ordered = [...notifications]
    .filter((one) => isShown(run, byId, one))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
  const markOf = logMarker({ ...records, attempts: byId });
  const said = ordered.map((one): Happened => {
    const taskId = taskOf(byId, one.subject);
    const text = wordsOf(run, one, taskId);
    return { key: one.id, at: one.createdAt, mark: markOf(one), text, taskId };
  });
  return [...lines, ...said.toReversed(), ...skippedTogether(run, ordered)];
}

/** What an entry of the inbox says, under the title of its task. */
function wordsOf(run: Run, { type, text }: Notification, taskId: string | null): string {
  if (taskId === null) return text;
  if (type === 'task_blocked') return text.replace(`${taskId} is blocked: `, blockedStart);
  if (type === 'attempt_waiting') return `Asked: ${questionIn(text) ?? text}`;
  const skip = type === 'task_skipped' && run.skipped.find((one) => one.taskId === taskId);
  return skip ? `Skipped: ${skipReason(skip.reason)}` : text;
}

/** `Unsatisfied dependencies: [lab.2]` as a person would say it. */
function skipReason(reason: string): string {
  return reason.replace(/^Unsatisfied dependencies: \[(.*)\]$/, 'it waits for $1');
}

/** What was skipped with all the rest, for which only the end of the run is in the inbox. */
function skippedTogether(
  { skipped, endedAt }: Run,
  notifications: readonly Notification[],
): readonly Happened[] {
  if (endedAt === null) return [];
  const named = new Set(
    notifications.flatMap(({ type, subject }) => (type === 'task_skipped' ? [subject.id] : [])),
  );
  return skipLines(skipped.filter(({ taskId }) => !named.has(taskId))).map(({ taskIds, text }) => ({
    key: `skipped ${taskIds[0] ?? ''}`,
    at: endedAt,
    mark: 'skipped',
    text,
    taskId: null,
  }));
}

function attemptLines({ life }: RunRecords, attempt: AttemptView): readonly Happened[] {
  const { id, taskId, number, agent, createdAt, endedAt, outcome, phase, problem } = attempt;
  const isRunning = attemptStateOf({ id, phase }, life) === 'running';
  const text = `Attempt ${number} began with ${agent}`;
  const lines: Happened[] = [
    { key: `${id} created`, at: createdAt, mark: isRunning ? 'running' : 'note', text, taskId },
  ];
  // A merge is reported by the task's completion.
  if (endedAt !== null && outcome !== null && outcome !== 'merged') {
    const words = `Attempt ${number} ${endWords(outcome)}${problem === null ? '' : `: ${problem}`}`;
    lines.push({ key: `${id} ended`, at: endedAt, mark: 'note', text: words, taskId });
  }
  return lines;
}

function endWords(outcome: Exclude<AttemptView['outcome'], 'merged' | null>): string {
  switch (outcome) {
    case 'failed':
      return 'failed';
    case 'blocked':
      return 'gave up';
    case 'rejected':
      return 'was rejected';
    case 'conflict':
      return 'conflicted';
    case 'interrupted':
      return 'was interrupted';
    case 'rate_limited':
      return 'was refused';
    default:
      return assertNever(outcome, 'outcome of an attempt');
  }
}

function isShown(run: Run, attempts: ReadonlyMap<string, AttemptView>, one: Notification): boolean {
  const { type, subject, createdAt } = one;
  // The attempt's own line says the same.
  if (type === 'task_started') return false;
  if (subject.kind === 'run') return subject.id === run.id;
  if (subject.kind === 'attempt') return attempts.has(subject.id);
  const inTime = createdAt >= run.startedAt && createdAt <= (run.endedAt ?? createdAt);
  return inTime && (subject.kind === 'epic' || run.taskIds.includes(subject.id));
}

function taskOf(
  attempts: ReadonlyMap<string, AttemptView>,
  subject: Notification['subject'],
): string | null {
  if (subject.kind === 'task') return subject.id;
  return subject.kind === 'attempt' ? (attempts.get(subject.id)?.taskId ?? null) : null;
}
