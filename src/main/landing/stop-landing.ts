import type { Landing } from '#shared/model/landing.ts';
import type { LandingParts } from './landing-parts.ts';

/** Why a person stopped the landing, as the store says right now; null when nobody did. */
export function stopReasonOf(
  { store }: Pick<LandingParts, 'store'>,
  { id }: Pick<Landing, 'id'>,
): string | null {
  return store.get('landings', id)?.stopReason ?? null;
}

/** What ended a landing before it was done: a person's request for its task, or the run's own end. */
export function stopText(
  parts: Pick<LandingParts, 'store'>,
  landing: Pick<Landing, 'id'>,
  when: string,
): string {
  const reason = stopReasonOf(parts, landing);
  return reason === null ? `The run was stopped${when}.` : `The task was stopped${when}: ${reason}`;
}
