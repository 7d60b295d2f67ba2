import type { LandingPart } from '#shared/model/landing.ts';
import { bringAlong, findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { GitError } from '#main/git/git-error.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

type CheckoutParts = Pick<LandingParts, 'git' | 'repository' | 'logger'>;

/** Where the user has the branch of a part checked out, looked at for its move; null when nowhere. */
export async function checkoutOf(
  { git, repository }: Pick<CheckoutParts, 'git' | 'repository'>,
  { ref, headBefore: before, commit: after }: LandingPart,
): Promise<Checkout | null> {
  return findCheckout(git, repository.commonDirectory, ref, { before, after });
}

/**
 * Moves the files of a checkout after its branch; git refuses rather than lose a change made there meanwhile.
 * The branch has moved: a checkout that cannot follow must not keep that from being recorded.
 */
export async function bringCheckoutAlong(
  { git, logger }: Pick<CheckoutParts, 'git' | 'logger'>,
  checkout: Checkout,
  { headBefore, commit }: LandingPart,
): Promise<void> {
  try {
    await bringAlong(git, checkout, headBefore, commit);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    logger.warn(`${checkout.folder} was not brought to the epic's new tip.`, {
      reason: error.message,
    });
  }
}

/** Whether a branch has the commit of a part already: after a crash between the move and its receipt. */
export async function hasMoved(
  { git }: Pick<CheckoutParts, 'git'>,
  { ref, commit }: LandingPart,
): Promise<boolean> {
  const tip = await resolveCommit(git, ref);
  if (tip === null || (await resolveCommit(git, commit)) === null) return false;
  return isAncestor(git, commit, tip);
}
