import { assertNever } from '#shared/lib/assert-never.ts';
import type { Role } from '#shared/model/attempt.ts';
import type { ResultOutcome, SettledAttempt } from '#shared/core/records/attempt-result.ts';

/** What became of an attempt and of its product. */
export type TryEnd =
  | 'under_way'
  /** Its change has landed, or its verdict or document was taken. */
  | 'accepted'
  /** The result was sent back: it counts against the ladder. */
  | 'sent_back'
  /** It stood against what had landed meanwhile. */
  | 'conflict'
  /** It cannot go on without a person. */
  | 'blocked'
  /** It was cut off, or its provider refused it: it did nothing wrong. */
  | 'interrupted'
  | 'refused';

/** One try at a piece of work, with all that the next step depends on. */
export interface Try {
  readonly id: string;
  readonly role: Role;
  readonly end: TryEnd;
  /** Why it was not accepted, in one sentence; null when nothing is known. */
  readonly problem: string | null;
  /** Names what failed on which tree; null when that says nothing. */
  readonly failureSignature: string | null;
  /** Paths that conflicted. */
  readonly conflicts: readonly string[];
  /** Why a person stopped it; null when nobody did. */
  readonly stopReason: string | null;
  readonly tokens: number;
  /** Whether it got as far as work in its worktree. */
  readonly hasWorked: boolean;
}

/** The part of an attempt, joined with the landing of its work, that says what became of it. */
export type TriedAttempt = Pick<
  SettledAttempt,
  | 'id'
  | 'role'
  | 'outcome'
  | 'problem'
  | 'failureSignature'
  | 'conflicts'
  | 'stopReason'
  | 'usage'
  | 'baseCommit'
>;

/** An attempt as the next step sees it. */
export function tryOf(attempt: TriedAttempt): Try {
  const { id, role, problem, failureSignature, conflicts, stopReason, usage, baseCommit } = attempt;
  return {
    id,
    role,
    end: endOf(attempt.outcome),
    problem,
    failureSignature,
    conflicts,
    stopReason,
    tokens: usage?.tokens ?? 0,
    hasWorked: baseCommit !== null,
  };
}

function endOf(outcome: ResultOutcome | null): TryEnd {
  switch (outcome) {
    case null:
      return 'under_way';
    case 'merged':
      return 'accepted';
    case 'failed':
    case 'rejected':
      return 'sent_back';
    case 'conflict':
      return 'conflict';
    case 'blocked':
      return 'blocked';
    case 'interrupted':
      return 'interrupted';
    case 'rate_limited':
      return 'refused';
    default:
      return assertNever(outcome, 'attempt outcome');
  }
}
