import { assertNever } from '#shared/lib/assert-never.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import type { StateName } from '#renderer/ui/signs/state.ts';

/** The state that a notification is shown with, and the word for it. */
export interface NotificationLook {
  readonly state: StateName;
  readonly word: string;
}

/** How each kind of notification looks while its cause lasts. */
export const notificationLook: Readonly<Record<NotificationType, NotificationLook>> = {
  run_started: { state: 'running', word: 'Run started' },
  task_started: { state: 'running', word: 'Task started' },
  task_skipped: { state: 'idle', word: 'Task skipped' },
  task_completed: { state: 'verified', word: 'Task completed' },
  task_blocked: { state: 'blocked', word: 'Task blocked' },
  attempt_waiting: { state: 'waiting', word: 'Waiting for an answer' },
  attempt_silent: { state: 'waiting', word: 'Silent for a while' },
  review_wanted: { state: 'waiting', word: 'Merge waits for you' },
  plan_ready: { state: 'waiting', word: 'Plan ready for review' },
  merge_conflict: { state: 'idle', word: 'Merge conflict' },
  rate_limited: { state: 'idle', word: 'Rate limit' },
  cap_reached: { state: 'blocked', word: 'Cap reached' },
  push_failed: { state: 'blocked', word: 'Push failed' },
  processes_left: { state: 'idle', word: 'Processes left running' },
  repository_changed: { state: 'waiting', word: 'Your repository changed' },
  repository_moved: { state: 'idle', word: 'Your repository moved on' },
  signing_failed: { state: 'blocked', word: 'Not signed' },
  run_completed: { state: 'verified', word: 'Run completed' },
  run_cancelled: { state: 'idle', word: 'Run cancelled' },
  run_interrupted: { state: 'waiting', word: 'Run interrupted' },
  file_not_written: { state: 'idle', word: 'File not written yet' },
  records_changed: { state: 'blocked', word: 'Records were changed' },
  repository_notice: { state: 'idle', word: 'About your repository' },
  edit_refused: { state: 'blocked', word: 'Edit not taken' },
  run_failed: { state: 'blocked', word: 'Run ended with errors' },
};

/** What an entry's look depends on beside itself. */
export interface LookFacts {
  /** Entries whose cause lasts and waits for a person. */
  readonly needed: ReadonlySet<string>;
  readonly runs: ReadonlyMap<string, Pick<Run, 'status' | 'outcome'>>;
  readonly tasks: ReadonlyMap<string, Pick<Task, 'status'> & Partial<Task>>;
}

/**
 * How an entry looks now: a strong colour only where something waits for a person, blue only while it
 * runs, green only where all of it was verified.
 */
export function lookOf(entry: Notification, { needed, runs, tasks }: LookFacts): NotificationLook {
  const { id, type, subject } = entry;
  const look = notificationLook[type];
  switch (look.state) {
    case 'waiting':
    case 'blocked':
      return needed.has(id) ? look : { state: 'idle', word: `${look.word}, over` };
    case 'running': {
      const lasts =
        subject.kind === 'task'
          ? tasks.get(subject.id)?.status === 'in_progress'
          : runs.get(subject.id)?.status !== 'ended';
      return lasts ? look : { state: 'idle', word: look.word };
    }
    case 'verified':
      if (isByHand(entry, tasks)) return { state: 'idle', word: 'Closed by hand' };
      return isUnfinished(entry, runs)
        ? { state: 'idle', word: 'Run ended, not all tasks done' }
        : look;
    case 'idle':
      return look;
    default:
      return assertNever(look.state, 'state of a notification');
  }
}

/** Whether an entry says that a task was closed which nothing has checked. */
function isByHand(
  { type, subject }: Pick<Notification, 'type' | 'subject'>,
  tasks: LookFacts['tasks'],
): boolean {
  const task = type === 'task_completed' ? tasks.get(subject.id) : undefined;
  return task !== undefined && closedByHandOf(task) !== null;
}

/** Whether an entry reports the end of a run that left tasks undone. */
export function isUnfinished(
  { type, subject }: Pick<Notification, 'type' | 'subject'>,
  runs: LookFacts['runs'],
): boolean {
  return type === 'run_completed' && runs.get(subject.id)?.outcome !== 'completed';
}
