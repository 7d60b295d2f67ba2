import { progressLine } from '#shared/core/run-summary.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** How a line of the log is to be seen at a glance. */
export type LogMark = 'started' | 'passed' | 'problem' | 'skipped' | 'again' | 'told';

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
  readonly attempts: Iterable<Attempt>;
  readonly notifications: Iterable<Notification>;
}

/**
 * What happened in a run, oldest first, with the words of the command line's log: each attempt with its
 * place in the run, what became of it, and what the inbox was told (SPEC section 3, progress).
 */
export function runLog({ run, tasks, attempts, notifications }: RunRecords): readonly RunLogLine[] {
  const own = [...attempts].filter((attempt) => attempt.runId === run.id);
  const byId = new Map(own.map((attempt) => [attempt.id, attempt]));
  const lines = own.flatMap((attempt) => attemptLines(run, tasks, attempt));
  for (const one of notifications) {
    const line = notificationLine(run, byId, one);
    if (line !== null) lines.push(line);
  }
  return lines.sort((a, b) => a.at.localeCompare(b.at) || a.key.localeCompare(b.key));
}

function attemptLines(
  run: Run,
  tasks: ReadonlyMap<string, Task>,
  attempt: Attempt,
): readonly RunLogLine[] {
  const { id, taskId, number, createdAt, endedAt, outcome } = attempt;
  const task = tasks.get(taskId) ?? { id: taskId, title: '' };
  const again = number > 1 ? ` (attempt ${number})` : '';
  const lines: RunLogLine[] = [
    {
      key: `${id} created`,
      at: createdAt,
      mark: 'started',
      text: `${progressLine(run, task)}${again}`,
      taskId,
    },
  ];
  // A merge is told by the task's completion.
  if (endedAt !== null && outcome !== null && outcome !== 'merged') {
    const text = `${taskId}: ${attempt.problem ?? outcome.replace('_', ' ')}`;
    lines.push({ key: `${id} ended`, at: endedAt, mark: 'again', text, taskId });
  }
  return lines;
}

function notificationLine(
  run: Run,
  attempts: ReadonlyMap<string, Attempt>,
  one: Notification,
): RunLogLine | null {
  // The attempt's own line says the same with the place in the run.
  if (one.type === 'task_started' || !belongsTo(run, attempts, one)) return null;
  const { id, createdAt: at, text, type, subject } = one;
  return { key: id, at, mark: markOf(type), text, taskId: taskOf(attempts, subject) };
}

function belongsTo(
  run: Run,
  attempts: ReadonlyMap<string, Attempt>,
  { subject, createdAt }: Notification,
): boolean {
  if (subject.kind === 'run') return subject.id === run.id;
  if (subject.kind === 'attempt') return attempts.has(subject.id);
  const inTime = createdAt >= run.startedAt && createdAt <= (run.endedAt ?? createdAt);
  return inTime && (subject.kind === 'epic' || run.taskIds.includes(subject.id));
}

function taskOf(
  attempts: ReadonlyMap<string, Attempt>,
  subject: Notification['subject'],
): string | null {
  if (subject.kind === 'task') return subject.id;
  return subject.kind === 'attempt' ? (attempts.get(subject.id)?.taskId ?? null) : null;
}

function markOf(type: NotificationType): LogMark {
  if (type === 'task_completed' || type === 'run_completed') return 'passed';
  if (type === 'task_skipped') return 'skipped';
  const problems: readonly NotificationType[] = [
    'task_blocked',
    'run_failed',
    'merge_conflict',
    'cap_reached',
    'push_failed',
  ];
  return problems.includes(type) ? 'problem' : 'told';
}
