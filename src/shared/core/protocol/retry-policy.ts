import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';

/** What happens to a task whose attempt ended without a merge. */
export type Verdict =
  | { readonly kind: 'again'; readonly reason: string; readonly counts: boolean }
  | { readonly kind: 'block'; readonly reason: string };

type Caps = Pick<RunSettings, 'redispatchLimit' | 'noProgressLimit' | 'taskTokens'>;

/**
 * Decides from the attempt that just ended and the task's earlier ones (oldest first). Failures count
 * against `redispatchLimit`; rate limits and interruptions do not; a merge conflict is tried again
 * once from the epic's tip; the token cap holds for all of them (SPEC sections 3, 5.6, 7.5). Attempts
 * from before the task was reopened do not count: the person gave it a new start. What a person stopped
 * is blocked for their reason, however its attempt ended. `hopeless`: why an agent that its provider refuses is
 * tried no more; null when it is.
 */
export function afterAttempt(
  task: Pick<Task, 'dispatches' | 'startedAt'>,
  ended: Attempt,
  earlier: readonly Attempt[],
  caps: Caps,
  hopeless: string | null = null,
): Verdict {
  if (ended.outcome === 'rate_limited' && hopeless !== null) {
    return { kind: 'block', reason: ended.stopReason ?? hopeless };
  }
  if (ended.stopReason !== null) return { kind: 'block', reason: ended.stopReason };
  const begin = task.startedAt === null ? Infinity : Date.parse(task.startedAt);
  const ofThisLife = [...earlier.filter((one) => Date.parse(one.createdAt) >= begin), ended];
  const verdict = afterOutcome(task, ofThisLife, ended, caps);
  if (verdict.kind === 'block') return verdict;
  const spent = ofThisLife.reduce((sum, one) => sum + (one.usage?.tokens ?? 0), 0);
  if (spent < caps.taskTokens) return verdict;
  const reason = `The task's token cap is reached: ${spent} of ${caps.taskTokens}. ${verdict.reason}`;
  return { kind: 'block', reason };
}

function afterOutcome(
  task: Pick<Task, 'dispatches'>,
  ofThisLife: readonly Attempt[],
  ended: Attempt,
  caps: Caps,
): Verdict {
  const problem = ended.problem ?? 'The attempt did not succeed.';
  switch (ended.outcome) {
    case 'interrupted':
    case 'rate_limited':
      return { kind: 'again', reason: problem, counts: false };
    case 'blocked':
      return { kind: 'block', reason: problem };
    case 'conflict': {
      if (ofThisLife.filter((attempt) => attempt.outcome === 'conflict').length > 1) {
        const files = pathWords(ended.conflicts);
        return { kind: 'block', reason: `Merge conflict in ${files}, also after a second try.` };
      }
      return { kind: 'again', reason: problem, counts: false };
    }
    case 'failed':
    case 'rejected':
      return afterFailure(task, ofThisLife, ended, caps, problem);
    case 'delivered':
    case 'merged':
    case null:
      throw new Error(`Attempt ${ended.id} needs no retry.`);
    default:
      return assertNever(ended.outcome, 'attempt outcome');
  }
}

function afterFailure(
  task: Pick<Task, 'dispatches'>,
  ofThisLife: readonly Attempt[],
  ended: Attempt,
  caps: Caps,
  problem: string,
): Verdict {
  const same = ofThisLife.filter(
    (attempt) =>
      attempt.failureSignature !== null && attempt.failureSignature === ended.failureSignature,
  );
  if (same.length >= caps.noProgressLimit) {
    const reason = `No progress: the same failure on the same tree ${same.length} times. ${problem}`;
    return { kind: 'block', reason };
  }
  if (task.dispatches > caps.redispatchLimit) {
    const attempts = task.dispatches === 1 ? '1 attempt' : `${task.dispatches} attempts`;
    return { kind: 'block', reason: `Stuck after ${attempts}: ${problem}` };
  }
  return { kind: 'again', reason: problem, counts: true };
}
