import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { isAncestor, resolveCommit } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/** How the reason begins for which tasks of an epic are blocked whose branch is gone. */
export function goneBranch(epicId: string): string {
  return `The branch epic/${epicId} is gone: it was deleted or renamed.`;
}

/** That an epic branch is not there any more which work has landed on, or which this run has seen; and how it comes back. */
export function lostBranch(epicId: string, tip: string): Failure {
  return failure(
    'epic-branch-gone',
    goneBranch(epicId),
    `Bring it back with \`git branch epic/${epicId} ${tip}\`, then open the task again; what was done for it is kept in the vault.`,
  );
}

/**
 * Where an epic branch that is gone stood last, as far as the records say: at its newest receipt, or at `base`
 * if that has the receipt's commit, or nobody knows of another.
 */
export async function recordedTip(
  { git, store }: Pick<LandingParts, 'git' | 'store'>,
  epicId: string,
  base: string,
): Promise<string> {
  const newest = store.find('receipts', 'epic_id', epicId).at(-1)?.headAfter ?? null;
  if (newest === null || (await resolveCommit(git, newest)) === null) return base;
  return (await isAncestor(git, newest, base)) ? base : newest;
}
