import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';

/** What happens to a task whose attempt ended without a merge. */
export type Verdict =
  | { readonly kind: 'again'; readonly reason: string; readonly counts: boolean }
  | { readonly kind: 'block'; readonly reason: string };

/**
 * Decides from the attempt that just ended and the task's earlier ones (oldest first, of the same
 * life of the task). Failures count against `redispatchLimit`; rate limits and interruptions do not;
 * a merge conflict is tried again once from the epic's tip (SPEC sections 3, 5.6, 7.5).
 */
export function afterAttempt(
  task: Pick<Task, 'dispatches'>,
  ended: Attempt,
  earlier: readonly Attempt[],
  settings: Pick<RunSettings, 'redispatchLimit' | 'noProgressLimit' | 'taskTokens'>,
): Verdict {
  const problem = ended.problem ?? 'The attempt did not succeed.';
  switch (ended.outcome) {
    case 'interrupted':
    case 'rate_limited':
      return { kind: 'again', reason: problem, counts: false };
    case 'blocked':
      return { kind: 'block', reason: problem };
    case 'conflict': {
      if (earlier.some((attempt) => attempt.outcome === 'conflict')) {
        const files = ended.conflicts.join(', ');
        return { kind: 'block', reason: `Merge conflict in ${files}, also after a second try.` };
      }
      return { kind: 'again', reason: problem, counts: false };
    }
    case 'failed':
    case 'rejected':
      return afterFailure(task, ended, earlier, settings, problem);
    case 'merged':
    case null:
      throw new Error(`Attempt ${ended.id} needs no retry.`);
    default:
      return assertNever(ended.outcome, 'attempt outcome');
  }
}

function afterFailure(
  task: Pick<Task, 'dispatches'>,
  ended: Attempt,
  earlier: readonly Attempt[],
  settings: Pick<RunSettings, 'redispatchLimit' | 'noProgressLimit' | 'taskTokens'>,
  problem: string,
): Verdict {
  const same = [...earlier, ended].filter(
    (attempt) =>
      attempt.failureSignature !== null && attempt.failureSignature === ended.failureSignature,
  );
  if (same.length >= settings.noProgressLimit) {
    const reason = `No progress: the same failure on the same tree ${same.length} times. ${problem}`;
    return { kind: 'block', reason };
  }
  const spent = [...earlier, ended].reduce((sum, one) => sum + (one.usage?.tokens ?? 0), 0);
  if (spent >= settings.taskTokens) {
    const reason = `The task's token cap is reached: ${spent} of ${settings.taskTokens}. ${problem}`;
    return { kind: 'block', reason };
  }
  if (task.dispatches > settings.redispatchLimit) {
    return { kind: 'block', reason: `Stuck after ${task.dispatches} attempts: ${problem}` };
  }
  return { kind: 'again', reason: problem, counts: true };
}
