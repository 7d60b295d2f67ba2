import { timestamp } from '#shared/lib/clock.ts';
import type { LandingPart } from '#shared/model/landing.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { resolveCommit } from '#main/git/refs.ts';
import { record } from '#main/store/record.ts';
import { checkoutOf } from './branch-checkout.ts';
import type { LandingParts } from './landing-parts.ts';

type LookParts = Pick<LandingParts, 'store' | 'git' | 'repository' | 'clock'>;

/**
 * Looks at what the landings of a run wait for that nobody will report: the folders that show their branches.
 * Those whose folder is clean by now, or whose branch has moved, can be driven on.
 */
export async function lookAtWaiting(parts: LookParts, runId: string): Promise<void> {
  const waiting = parts.store
    .find('landings', 'phase', 'waiting')
    .filter((landing) => landing.runId === runId && landing.waitsFor?.gate === 'checkout');
  // Several may wait for the same folder: it is looked at once.
  const looks = new Map<string, Promise<BranchLook>>();
  for (const { id, waitsFor } of waiting) {
    if (await stillWaits(parts, waitsFor?.parts ?? [], looks)) continue;
    // It may have ended while its folder was looked at.
    if (parts.store.get('landings', id)?.phase !== 'waiting') continue;
    const command = { kind: 'go_on', at: timestamp(parts) } as const;
    record(parts, [{ to: 'landings', id, command }]);
  }
}

/** A branch, and the folder that shows it. */
interface BranchLook {
  readonly tip: string | null;
  readonly checkout: Checkout | null;
}

async function lookAt({ git, repository }: LookParts, ref: string): Promise<BranchLook> {
  const checkout = await findCheckout(git, repository.commonDirectory, ref);
  return { tip: await resolveCommit(git, ref), checkout };
}

async function stillWaits(
  parts: LookParts,
  moves: readonly LandingPart[],
  looks: Map<string, Promise<BranchLook>>,
): Promise<boolean> {
  for (const move of moves) {
    const look = looks.get(move.ref) ?? lookAt(parts, move.ref);
    looks.set(move.ref, look);
    const { tip, checkout } = await look;
    if (checkout === null || tip !== move.headBefore) continue;
    if (!checkout.clean || (await isInTheWay(parts, move))) return true;
  }
  return false;
}

/** Whether a file of the person, which git ignores, stands where the move would put one. */
async function isInTheWay(parts: LookParts, move: LandingPart): Promise<boolean> {
  // The commit that was built may have been cleaned away meanwhile.
  if ((await resolveCommit(parts.git, move.commit)) === null) return false;
  return (await checkoutOf(parts, move))?.clean === false;
}
