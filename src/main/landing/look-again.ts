import { timestamp } from '#shared/lib/clock.ts';
import type { Landing } from '#shared/model/landing.ts';
import { resolveCommit } from '#main/git/refs.ts';
import { record } from '#main/store/record.ts';
import { checkoutOf } from './branch-checkout.ts';
import type { LandingParts } from './landing-parts.ts';

/**
 * Looks at what the landings of a run wait for that nobody will tell of: the folders that show their branches.
 * Those whose folder is clean by now, or whose branch has moved, can be driven on.
 */
export async function lookAtWaiting(
  parts: Pick<LandingParts, 'store' | 'git' | 'repository' | 'clock'>,
  runId: string,
): Promise<void> {
  for (const landing of parts.store.find('landings', 'phase', 'waiting')) {
    if (landing.runId !== runId || landing.waitsFor?.gate !== 'checkout') continue;
    if (await stillWaits(parts, landing.waitsFor)) continue;
    // It may have ended while its folder was looked at.
    if (parts.store.get('landings', landing.id)?.phase !== 'waiting') continue;
    const command = { kind: 'go_on', at: timestamp(parts) } as const;
    record(parts, [{ to: 'landings', id: landing.id, command }]);
  }
}

async function stillWaits(
  parts: Pick<LandingParts, 'git' | 'repository'>,
  { parts: moves }: NonNullable<Landing['waitsFor']>,
): Promise<boolean> {
  for (const move of moves) {
    if ((await resolveCommit(parts.git, move.ref)) !== move.headBefore) return false;
    // The commit that was built may have been cleaned away meanwhile.
    if ((await resolveCommit(parts.git, move.commit)) === null) return false;
    if ((await checkoutOf(parts, move))?.clean === false) return true;
  }
  return false;
}
