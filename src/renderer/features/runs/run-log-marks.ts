import { assertNever } from '#shared/lib/assert-never.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task, TaskStatus } from '#shared/model/task.ts';
import { runStateOf } from '#renderer/features/work/index.ts';
import type { WorkLife } from '#renderer/features/work/index.ts';

/**
 * How a line of the log is to be seen at a glance. `running`, `waiting` and `problem` are about now: what
 * is over is only noted, however loud it was at its time.
 */
export type LogMark = 'running' | 'waiting' | 'problem' | 'passed' | 'skipped' | 'note';

interface MarkedRecords {
  readonly run: Pick<Run, 'status' | 'paused' | 'outcome'>;
  readonly tasks: ReadonlyMap<string, Pick<Task, 'status'> & Partial<Task>>;
  readonly attempts: ReadonlyMap<string, Pick<AttemptView, 'phase' | 'taskId'>>;
  readonly life: WorkLife;
}

/**
 * Marks the notifications of a run. They are passed newest first: of several that ask for the same thing only
 * the first one is strong.
 */
export function logMarker(records: MarkedRecords): (one: Notification) => LogMark {
  const asked = new Set<string>();
  return (one) => {
    const mark = presentMark(records, one);
    if (mark !== 'waiting' && mark !== 'problem') return mark;
    const about = `${mark} ${taskOf(records, one) ?? one.subject.id}`;
    if (asked.has(about)) return 'note';
    asked.add(about);
    return mark;
  };
}

function presentMark(records: MarkedRecords, one: Notification): LogMark {
  const { run, attempts, life } = records;
  const isInterrupted = runStateOf(run, life) === 'interrupted';
  const attempt = one.subject.kind === 'attempt' ? attempts.get(one.subject.id) : undefined;
  const status = statusOf(records, one);
  switch (one.type) {
    case 'task_completed':
      return isByHand(records, one) ? 'note' : 'passed';
    case 'run_completed':
      return run.outcome === 'completed' ? 'passed' : 'note';
    case 'task_skipped':
      return 'skipped';
    case 'attempt_waiting':
      return life.waiting.has(one.subject.id) ? 'waiting' : 'note';
    case 'attempt_silent':
      return life.kind === 'driven' && attempt?.phase === 'running' ? 'waiting' : 'note';
    case 'review_wanted':
    case 'plan_ready':
      return status === 'in_review' ? 'waiting' : 'note';
    case 'task_blocked':
    case 'merge_conflict':
    case 'cap_reached':
    case 'push_failed':
    case 'signing_failed':
    case 'edit_refused':
    case 'records_changed':
      // What is about an epic or the run has no later state that would show that it is over.
      return status === null || status === 'blocked' ? 'problem' : 'note';
    case 'repository_changed':
      return 'problem';
    case 'run_interrupted':
      return isInterrupted ? 'waiting' : 'note';
    case 'run_failed':
      return isInterrupted || run.outcome === 'failed' ? 'problem' : 'note';
    case 'run_started':
    case 'task_started':
    case 'processes_left':
    case 'repository_moved':
    case 'rate_limited':
    case 'file_not_written':
    case 'repository_notice':
    case 'run_cancelled':
      return 'note';
    default:
      return assertNever(one.type, 'notification type');
  }
}

function isByHand({ tasks }: MarkedRecords, { subject }: Notification): boolean {
  const task = tasks.get(subject.id);
  return task !== undefined && closedByHandOf(task) !== null;
}

function taskOf({ attempts }: MarkedRecords, { subject }: Notification): string | null {
  if (subject.kind === 'task') return subject.id;
  return subject.kind === 'attempt' ? (attempts.get(subject.id)?.taskId ?? null) : null;
}

function statusOf(records: MarkedRecords, one: Notification): TaskStatus | null {
  const taskId = taskOf(records, one);
  return taskId === null ? null : (records.tasks.get(taskId)?.status ?? null);
}
