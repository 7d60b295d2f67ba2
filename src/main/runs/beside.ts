import { FailureError } from '#shared/lib/failure.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import type { HostParts } from './host-parts.ts';
import { whoseTrouble } from './whose-trouble.ts';

/** Something that belongs to a run and to no task's work. */
export interface SideWork {
  /** What is to be read where it fails, such as "epic/e was not pushed". */
  readonly failed: string;
  /** Under which type the inbox has that; left out, as a notice about the repository. */
  readonly type?: NotificationType;
  readonly subject: Notification['subject'];
  /** Whether the run comes to its end now, whatever happens. */
  readonly isLast?: boolean;
}

export function fileWork(taskId: string): SideWork {
  const failed = `The file of ${taskId} was not brought up to date`;
  return { failed, type: 'file_not_written', subject: { kind: 'task', id: taskId } };
}

export function checkoutWork(runId: string): SideWork {
  return { failed: 'A checkout could not be looked at', subject: { kind: 'run', id: runId } };
}

export function pushWork(epicId: string): SideWork {
  const failed = `epic/${epicId} was not pushed`;
  return { failed, type: 'push_failed', subject: { kind: 'epic', id: epicId } };
}

/**
 * Does what belongs to a run and to no task's work: what goes wrong with it is a notice, and stops nothing.
 * @throws {FailureError} when every task would meet the same, unless the run comes to its end anyway
 */
export async function beside(
  parts: HostParts,
  { failed, type, subject, isLast }: SideWork,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { scope, failure } = await whoseTrouble(parts, error);
    if (scope === 'run' && isLast !== true) throw new FailureError(failure, error);
    const text = `${failed}: ${failure.message} ${failure.action}`;
    parts.logger.warn(text);
    record(parts, [notification(parts, type ?? 'repository_notice', text, subject)]);
  }
}
