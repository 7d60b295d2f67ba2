import { assertNever } from '#shared/lib/assert-never.ts';
import type { TaskStatus } from '#shared/model/task.ts';

/** What the app does with a task because of the status in its file. */
export type FileStatusStep = 'close' | 'block' | 'reopen';

/** How the app came to look at the file. */
export type FileLook =
  /** Somebody wrote into it since it was looked at last. */
  | 'edited'
  /** An attempt of the task has just ended, and what it brought is still to be written. */
  | 'attempt_ended'
  /** The task is about to start, or is imported again: what the file says now is what counts. */
  | 'its_turn';

/**
 * What follows for a task in `status` from a file that now says `said` (SPEC section 15, Sources). The
 * later word counts: what a person wrote after the app is taken over, in every direction. While an agent
 * works nothing happens; when it is done, only what takes the task out of the run goes before its result.
 */
export function stepsFromFile(
  status: TaskStatus,
  said: TaskStatus,
  look: FileLook,
): readonly FileStatusStep[] {
  if (status === 'in_progress' || status === 'in_review') return [];
  switch (said) {
    case 'closed':
      return status === 'closed' ? [] : ['close'];
    case 'blocked':
      if (status === 'open') return ['block'];
      return status === 'closed' && look === 'edited' ? ['reopen', 'block'] : [];
    case 'open':
    case 'in_progress':
    case 'in_review':
      return status !== 'open' && look === 'edited' ? ['reopen'] : [];
    default:
      return assertNever(said, 'task status');
  }
}

/** Whether what the file says asks for nothing while an agent works, and so need not be remembered. */
export function isSettledWhileRunning(said: TaskStatus): boolean {
  return said !== 'closed' && said !== 'blocked';
}
