import type { Clock } from '#shared/lib/clock.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Landing, LandingIntent } from '#shared/model/landing.ts';
import type { AttemptEnding } from './attempt-machine.ts';
import { newLanding } from './new-landing.ts';

/** How an attempt ends whose work goes on its way. */
export const deliveredEnding: AttemptEnding = {
  outcome: 'delivered',
  problem: null,
  carryForward: null,
  failureSignature: null,
  conflicts: [],
};

/** The landing of an attempt's work, as it begins. */
export function landingOf(
  parts: { readonly clock: Clock; readonly ids: IdSource },
  { id, taskId, epicId, runId }: Pick<Attempt, 'id' | 'taskId' | 'epicId' | 'runId'>,
  stopReason: string | null,
): Landing {
  return newLanding(parts, {
    kind: 'merge',
    runId,
    owner: null,
    epicId,
    works: [{ taskId, attemptId: id, undoes: null }],
    gates: ['checks', 'checkout'],
    stopReason,
  });
}

/**
 * What an attempt that was on its way to its merge when there were no landings yet was about to move on the
 * branch `ref`; null when its checks had not passed yet.
 */
export function oldIntent(
  { mergeIntent }: Pick<Attempt, 'mergeIntent'>,
  ref: string,
): LandingIntent | null {
  if (mergeIntent === null) return null;
  const { evidenceIds, ...part } = mergeIntent;
  return { parts: [{ ref, ...part }], evidenceIds };
}
