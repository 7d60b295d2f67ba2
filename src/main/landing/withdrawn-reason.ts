import type { LandingParts } from './landing-parts.ts';

/** Why a landing that waits ends with its run. */
export function withdrawnReason({ store }: Pick<LandingParts, 'store'>, landingId: string): string {
  const gate = store.get('landings', landingId)?.waitsFor?.gate;
  const wait = gate === 'checks' ? 'a word about its checks' : 'your checkout of the epic branch';
  return `The run ended while the merge waited for ${wait}.`;
}
