import type { NotificationType } from '#shared/model/notification.ts';
import type { StateName } from '#renderer/ui/state.ts';

/** The state that a kind of notification is shown with, and the word for it. */
export const notificationLook: Readonly<
  Record<NotificationType, { readonly state: StateName; readonly word: string }>
> = {
  run_started: { state: 'running', word: 'Run started' },
  task_started: { state: 'running', word: 'Task started' },
  task_skipped: { state: 'idle', word: 'Task skipped' },
  task_completed: { state: 'verified', word: 'Task completed' },
  task_blocked: { state: 'blocked', word: 'Task blocked' },
  attempt_waiting: { state: 'waiting', word: 'Waiting for an answer' },
  attempt_silent: { state: 'waiting', word: 'Silent for a while' },
  review_wanted: { state: 'waiting', word: 'Review wanted' },
  plan_ready: { state: 'waiting', word: 'Plan ready for review' },
  merge_conflict: { state: 'blocked', word: 'Merge conflict' },
  rate_limited: { state: 'waiting', word: 'Rate limit' },
  cap_reached: { state: 'blocked', word: 'Cap reached' },
  push_failed: { state: 'blocked', word: 'Push failed' },
  run_completed: { state: 'verified', word: 'Run completed' },
  run_cancelled: { state: 'idle', word: 'Run cancelled' },
  run_interrupted: { state: 'waiting', word: 'Run interrupted' },
  edit_refused: { state: 'blocked', word: 'Edit not taken' },
  run_failed: { state: 'blocked', word: 'Run ended with errors' },
};
