import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { NotificationType } from '#shared/model/notification.ts';

/** Why a run stops when its program is closed. */
export const programClosed = failure(
  'program-closed',
  'Switchyard was closed.',
  'Resume the run; the work of its agents is kept.',
);

/** What a person is to know when all of a run had to stop. */
const safe =
  'The work of its agents is kept in their worktrees, and so is all that was written down: then go on with it, or cancel it.';

/** What the inbox says of a run that stops before its end. That a person closed the app is no error. */
export function haltNotice(problem: Failure): {
  readonly type: NotificationType;
  readonly text: string;
} {
  if (problem === programClosed) {
    const text = 'Run interrupted: Switchyard was closed. Its work is kept; resume it from Runs.';
    return { type: 'run_interrupted', text };
  }
  const { message, action } = problem;
  return { type: 'run_failed', text: `Batch run stopped: ${message} ${action} ${safe}` };
}
