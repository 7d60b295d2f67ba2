import type { NotificationType } from '#shared/model/notification.ts';

/** What is worth a word at once: what needs the person, and the ends of runs. */
export const shownAtOnce: ReadonlySet<NotificationType> = new Set([
  'attempt_waiting',
  'attempt_silent',
  'review_wanted',
  'plan_ready',
  'task_blocked',
  'cap_reached',
  'push_failed',
  'processes_left',
  'repository_changed',
  'signing_failed',
  'edit_refused',
  'run_failed',
  'run_completed',
  'run_cancelled',
]);
