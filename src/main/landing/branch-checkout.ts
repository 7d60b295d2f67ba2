import type { LandingPart } from '#shared/model/landing.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import type { Checkout } from '#main/git/checkouts.ts';
import { lockCheckout } from '#main/git/locked-checkout.ts';
import type { LockedCheckout } from '#main/git/locked-checkout.ts';
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

/** Where the user has the branch of a part checked out, whatever git ignores there; null when nowhere. */
export async function shownAt(
  { git, repository }: Pick<CheckoutParts, 'git' | 'repository'>,
  { ref }: LandingPart,
): Promise<Checkout | null> {
  return findCheckout(git, repository.commonDirectory, ref);
}

/** What of a checkout matters to who is about to move its branch. */
export interface CheckoutDemands {
  /** Asked of one that is not clean: whether a crash between the move and its files explains that. */
  readonly mayDiffer: () => Promise<boolean>;
  /** Whether a file that git ignores, where the move puts one, is in its way; else the files stay behind. */
  readonly mindsIgnored: boolean;
}

/** The checkouts that have to follow when some branches move. */
export type CheckoutLock =
  | { readonly kind: 'locked'; readonly checkouts: LockedCheckouts }
  /** One of them is not clean, or somebody is at work in it. */
  | { readonly kind: 'not_clean'; readonly checkout: Checkout };

/** Checkouts whose indexes are locked until their branches have moved and they have followed. */
export class LockedCheckouts {
  readonly #parts: Pick<CheckoutParts, 'logger'>;
  readonly #locked: { part: LandingPart; one: LockedCheckout; isLeft: boolean }[] = [];

  constructor(parts: Pick<CheckoutParts, 'logger'>) {
    this.#parts = parts;
  }

  /** `isLeft`: an earlier try to bring it along may have been cut off. */
  add(part: LandingPart, one: LockedCheckout, isLeft: boolean): void {
    this.#locked.push({ part, one, isLeft });
  }

  /**
   * Moves the files after their branches; git refuses rather than lose a change made there meanwhile.
   * The branches have moved: a checkout that cannot follow must not keep that from being recorded.
   */
  async bringAlong(): Promise<void> {
    for (const { part, one, isLeft } of this.#locked) {
      const move = { before: part.headBefore, after: part.commit };
      try {
        await (isLeft ? one.finishAlong(move) : one.bringAlong(move));
      } catch (error) {
        const { folder } = one.checkout;
        this.#parts.logger.warn(`${folder} was not brought to the epic's new tip.`, {
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  async release(): Promise<void> {
    for (const { one } of this.#locked) await one.release();
  }
}

/**
 * Locks the checkouts of the branches that are to move. Each must be clean while it is locked, unless
 * it may differ: after a crash between the move of a branch and that of its files it only looks changed.
 */
export async function lockCheckouts(
  parts: CheckoutParts,
  toMove: readonly LandingPart[],
  demands: CheckoutDemands,
): Promise<CheckoutLock> {
  const checkouts = new LockedCheckouts(parts);
  let inTheWay: Checkout | null = null;
  try {
    for (const part of toMove) {
      inTheWay = await lockOne(parts, part, demands, checkouts);
      if (inTheWay !== null) break;
    }
  } catch (error) {
    await checkouts.release();
    throw error;
  }
  if (inTheWay === null) return { kind: 'locked', checkouts };
  await checkouts.release();
  return { kind: 'not_clean', checkout: inTheWay };
}

/** The checkout that cannot be locked as it is; null when there is none, or it is locked now. */
async function lockOne(
  parts: CheckoutParts,
  part: LandingPart,
  { mayDiffer, mindsIgnored }: CheckoutDemands,
  checkouts: LockedCheckouts,
): Promise<Checkout | null> {
  const look = async (): Promise<Checkout | null> =>
    mindsIgnored ? checkoutOf(parts, part) : shownAt(parts, part);
  const seen = await look();
  if (seen === null) return null;
  const isLeft = !seen.clean && (await mayDiffer());
  if (!seen.clean && !isLeft) return seen;
  const locked = await lockCheckout(parts.git, seen);
  if (locked === null) {
    return { ...seen, clean: false, problem: 'an index that cannot be locked now' };
  }
  checkouts.add(part, locked, isLeft);
  if (isLeft) return null;
  // Somebody may have staged something between the look and the lock.
  const now = await look();
  return now === null || now.clean ? null : now;
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
