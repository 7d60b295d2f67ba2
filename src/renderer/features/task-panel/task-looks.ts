import type { AttemptOutcome } from '#shared/model/attempt.ts';
import type { Verdict } from '#shared/model/evidence.ts';
import type { TaskStatus } from '#shared/model/task.ts';
import type { StateName } from '#renderer/ui/state.ts';

interface Look {
  readonly state: StateName;
  readonly word: string;
}

/** How each status of a task is shown. */
export const taskLooks: Readonly<Record<TaskStatus, Look>> = {
  open: { state: 'idle', word: 'Open' },
  in_progress: { state: 'running', word: 'In progress' },
  in_review: { state: 'waiting', word: 'In review' },
  blocked: { state: 'blocked', word: 'Blocked' },
  closed: { state: 'verified', word: 'Done' },
};

/** How each end of an attempt is shown. */
export const outcomeLooks: Readonly<Record<AttemptOutcome, Look>> = {
  merged: { state: 'verified', word: 'Merged' },
  failed: { state: 'blocked', word: 'Failed' },
  blocked: { state: 'blocked', word: 'Blocked' },
  rejected: { state: 'blocked', word: 'Rejected' },
  conflict: { state: 'blocked', word: 'Conflict' },
  interrupted: { state: 'idle', word: 'Interrupted' },
  rate_limited: { state: 'waiting', word: 'Rate limited' },
};

/** How each verdict of a check is shown. */
export const verdictLooks: Readonly<Record<Verdict, Look>> = {
  passed: { state: 'verified', word: 'Passed' },
  failed: { state: 'blocked', word: 'Failed' },
  timeout: { state: 'blocked', word: 'Timeout' },
  not_found: { state: 'blocked', word: 'Not found' },
  interrupted: { state: 'idle', word: 'Interrupted' },
};
