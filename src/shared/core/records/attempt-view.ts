import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt, AttemptPhase } from '#shared/model/attempt.ts';
import type { Landing } from '#shared/model/landing.ts';
import { landingsByAttempt, settled } from './attempt-result.ts';
import type { SettledAttempt } from './attempt-result.ts';

/** How far an attempt and its work have come; `ended` when both have. */
export type WorkStage = AttemptPhase | 'verifying' | 'waiting' | 'merging';

/** An attempt as people see it: with how far its work has come, and what came of it in the end. */
export type AttemptView = Omit<SettledAttempt, 'phase'> & {
  readonly phase: WorkStage;
  /** The landing of its work; null when there is none. */
  readonly landing: Landing | null;
};

/** Joins an attempt with the landing of its work. */
export function attemptView(attempt: Attempt, landing: Landing | null): AttemptView {
  return { ...settled(attempt, landing), phase: stageOf(attempt, landing), landing };
}

/** {@link attemptView} for many attempts, in their order; landings may be in any order. */
export function attemptViews(
  attempts: readonly Attempt[],
  landings: readonly Landing[],
): readonly AttemptView[] {
  const byAttempt = landingsByAttempt(landings);
  return attempts.map((attempt) => attemptView(attempt, byAttempt.get(attempt.id) ?? null));
}

function stageOf(
  { phase }: Pick<Attempt, 'phase'>,
  landing: Pick<Landing, 'phase'> | null,
): WorkStage {
  if (phase !== 'ended' || landing === null) return phase;
  switch (landing.phase) {
    case 'checking':
      return 'verifying';
    case 'waiting':
      return 'waiting';
    case 'landing':
      return 'merging';
    case 'ended':
      return 'ended';
    default:
      return assertNever(landing.phase, 'landing phase');
  }
}
