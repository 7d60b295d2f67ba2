import { progressLine, skipLines } from '#shared/core/runs/run-summary.ts';
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
  /** Task that a click opens; null when the line is about the run. */
  readonly taskId: string | null;
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

/**
 * What happened in a run, oldest first, with the words of the command line's log: each attempt with its
 * place in the run, what became of it, and what the inbox got (SPEC section 3, progress).
 */
export function runLog(records: RunRecords): readonly RunLogLine[] {
  const { run, attempts, notifications } = records;
  const own = [...attempts].filter((attempt) => attempt.runId === run.id);
  const byId = new Map(own.map((attempt) => [attempt.id, attempt]));
  const lines = own.flatMap((attempt) => attemptLines(records, attempt));
  // The newest first, so that of several lines about one thing the last one is marked.
  const ordered = [...notifications]
    .filter((one) => isShown(run, byId, one))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
  const markOf = logMarker({ ...records, attempts: byId });
  for (const one of ordered) {
    const { id, createdAt: at, text, subject } = one;
    lines.push({ key: id, at, mark: markOf(one), text, taskId: taskOf(byId, subject) });
  }
  lines.push(...skippedTogether(run, ordered));
  return lines.sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key));
}

/** What was skipped with all the rest, for which only the end of the run is in the inbox. */
function skippedTogether(
  { skipped, endedAt }: Run,
  notifications: readonly Notification[],
): readonly RunLogLine[] {
  if (endedAt === null) return [];
  const named = new Set(
    notifications.flatMap(({ type, subject }) => (type === 'task_skipped' ? [subject.id] : [])),
  );
  return skipLines(skipped.filter(({ taskId }) => !named.has(taskId))).map(({ taskIds, text }) => ({
    key: `skipped ${taskIds[0] ?? ''}`,
    at: endedAt,
    mark: 'skipped',
    text,
    taskId: taskIds.length === 1 ? (taskIds[0] ?? null) : null,
  }));
}

function attemptLines(
  { run, tasks, life }: RunRecords,
  { id, taskId, number, createdAt, endedAt, outcome, phase, problem }: AttemptView,
): readonly RunLogLine[] {
  const task = tasks.get(taskId) ?? { id: taskId, title: '' };
  const again = number > 1 ? ` (attempt ${number})` : '';
  const lines: RunLogLine[] = [
    {
      key: `${id} created`,
      at: createdAt,
      mark: attemptStateOf({ id, phase }, life) === 'running' ? 'running' : 'note',
      text: `${progressLine(run, task)}${again}`,
      taskId,
    },
  ];
  // A merge is reported by the task's completion, and a task that needs the person by its notification.
  if (endedAt !== null && outcome !== null && outcome !== 'merged') {
    const text = `${taskId}: ${problem ?? outcome.replace('_', ' ')}`;
    lines.push({ key: `${id} ended`, at: endedAt, mark: 'note', text, taskId });
  }
  return lines;
}

function isShown(run: Run, attempts: ReadonlyMap<string, AttemptView>, one: Notification): boolean {
  const { type, subject, createdAt } = one;
  // The attempt's own line says the same with the place in the run.
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
