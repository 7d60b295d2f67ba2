import { z } from 'zod';
import { isoTimeSchema } from './item-id.ts';

export const notificationTypeSchema = z.enum([
  'run_started',
  'task_started',
  'task_skipped',
  'task_completed',
  'task_blocked',
  'attempt_waiting',
  'attempt_silent',
  /** A merge waits for the person; stored under the name that it had first. */
  'review_wanted',
  'plan_ready',
  'merge_conflict',
  'rate_limited',
  'cap_reached',
  'push_failed',
  /** Processes of a task that were not, or could not be, ended. */
  'processes_left',
  'signing_failed',
  /** Something of the repository changed that is not the app's own: it waits for the person, or is only mentioned. */
  'repository_changed',
  'repository_moved',
  'edit_refused',
  'file_not_written',
  /** Records or refs are not what this program has written. */
  'records_changed',
  /** What was found in the repository, and what was done about it: a lock of a dead git, a folder put aside. */
  'repository_notice',
  'run_completed',
  'run_cancelled',
  /** Closed while it was under way; it can be resumed. */
  'run_interrupted',
  'run_failed',
]);
export type NotificationType = z.infer<typeof notificationTypeSchema>;

/** One entry of the inbox (SPEC section 4); `subject` is the thing that a click opens. */
export const notificationSchema = z.object({
  id: z.string(),
  type: notificationTypeSchema,
  text: z.string(),
  /** More than fits into a line, such as what a person wrote and could not be stored. */
  detail: z.string().optional(),
  subject: z.object({ kind: z.enum(['run', 'task', 'attempt', 'epic', 'change']), id: z.string() }),
  read: z.boolean(),
  createdAt: isoTimeSchema,
});
export type Notification = z.infer<typeof notificationSchema>;
