import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt, AttemptOutcome } from '#shared/model/attempt.ts';
import type { Landing, LandingOutcome } from '#shared/model/landing.ts';

/** What came of an attempt in the end; `merged` also where its work is kept beside its branch. */
export type ResultOutcome = Exclude<AttemptOutcome, 'delivered'>;

/**
 * An attempt together with what became of its work. `outcome` is null while the attempt is under way, and
 * while its work is on its way to its branch.
 */
export type SettledAttempt = Omit<Attempt, 'outcome'> & { readonly outcome: ResultOutcome | null };

/**
 * Joins an attempt with the landing of its work: what the landing ended with is what the attempt came to.
 * An attempt from before there were landings says it itself.
 */
export function settled(attempt: Attempt, landing: Landing | null): SettledAttempt {
  const { outcome } = attempt;
  if (outcome !== 'delivered') return { ...attempt, outcome };
  if (landing === null) return { ...attempt, outcome: null };
  return {
    ...attempt,
    outcome: landing.outcome === null ? null : resultOf(landing.outcome),
    problem: landing.problem ?? attempt.problem,
    failureSignature: landing.failureSignature,
    conflicts: landing.conflicts,
    carryForward: landing.carryForward,
    stopReason: landing.stopReason ?? attempt.stopReason,
  };
}

/** {@link settled} for many attempts, in their order; landings may be in any order. */
export function settleAll(
  attempts: readonly Attempt[],
  landings: readonly Landing[],
): readonly SettledAttempt[] {
  const byAttempt = landingsByAttempt(landings);
  return attempts.map((attempt) => settled(attempt, byAttempt.get(attempt.id) ?? null));
}

/** The landing of each attempt's work, by attempt id. */
export function landingsByAttempt(landings: Iterable<Landing>): ReadonlyMap<string, Landing> {
  const byAttempt = new Map<string, Landing>();
  for (const landing of landings) {
    for (const { attemptId } of landing.works) {
      if (attemptId !== null) byAttempt.set(attemptId, landing);
    }
  }
  return byAttempt;
}

function resultOf(outcome: LandingOutcome): ResultOutcome {
  switch (outcome) {
    case 'landed':
    case 'held':
      return 'merged';
    case 'returned':
      return 'failed';
    case 'blocked':
    case 'conflict':
      return outcome;
    case 'withdrawn':
    case 'interrupted':
      return 'interrupted';
    default:
      return assertNever(outcome, 'landing outcome');
  }
}
