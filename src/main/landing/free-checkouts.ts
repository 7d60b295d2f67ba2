import { dropOwnLocks } from '#main/git/own-locks.ts';
import type { LandingParts } from './landing-parts.ts';

/** Lets go of checkouts that a killed process had locked while their branch moved; not while a run is to go on with that. */
export async function freeCheckouts({
  git,
  repository,
}: Pick<LandingParts, 'git' | 'repository'>): Promise<void> {
  await dropOwnLocks(git, repository.commonDirectory);
}
