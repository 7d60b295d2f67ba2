import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { treeOf } from '#main/git/commits.ts';
import { mergeTrees } from '#main/git/merge.ts';
import { absent, isAncestor, refNames, resolveCommit, updateRefs } from '#main/git/refs.ts';
import type { LandingParts } from './landing-parts.ts';

/** How the reason begins for which tasks of an epic are blocked whose branch is gone. */
export function goneBranch(epicId: string): string {
  return `The branch epic/${epicId} is gone: it was deleted or renamed.`;
}

type Parts = Pick<LandingParts, 'git' | 'store'>;

/** That an epic branch is not there any more which work has landed on, or which this run has seen; and how it comes back. */
export function lostBranch(epicId: string, tip: string): Failure {
  return failure(
    'epic-branch-gone',
    goneBranch(epicId),
    `Bring it back with \`git branch epic/${epicId} ${tip}\`, or all such branches with \`switchyard repair\`; then open the task again. What was done for it is kept in the vault.`,
  );
}

/** That an epic branch is gone, and the commits that landed on it are too: each task's own work is in the archive. */
function lostCommits(epicId: string, tip: string): Failure {
  return failure(
    'epic-commits-gone',
    `The branch epic/${epicId} is gone, and git has its last commit ${tip.slice(0, 12)} no more.`,
    `The work of each closed task is kept under refs/switchyard/archive/: make the branch anew (\`git branch epic/${epicId} <base>\`), merge these into it, then go on.`,
  );
}

/**
 * Where an epic branch that is gone stood last, as far as the records say: at its newest receipt, or at `base`
 * if that has the receipt's commit, or nobody knows of another.
 */
export async function recordedTip(parts: Parts, epicId: string, base: string): Promise<string> {
  const newest = newestTip(parts, epicId);
  if (newest === null || (await resolveCommit(parts.git, newest)) === null) return base;
  return (await isAncestor(parts.git, newest, base)) ? base : newest;
}

/**
 * Why an epic branch that is not there cannot be made again from `base`: it would be without what has landed on it.
 * Null when nothing is lost: nothing has landed, or the base has all of it.
 */
export async function lostEpic(
  parts: Parts,
  epicId: string,
  base: string,
): Promise<Failure | null> {
  const newest = newestTip(parts, epicId);
  if (newest === null) return null;
  if ((await resolveCommit(parts.git, newest)) === null) return lostCommits(epicId, newest);
  return (await hasAllOf(parts.git, base, newest)) ? null : lostBranch(epicId, newest);
}

/**
 * Makes an epic branch again where it stood when work landed on it last.
 * @returns whether it was made: not where git has that commit no more, or the branch is there
 */
export async function makeAgain(parts: Parts, epicId: string): Promise<boolean> {
  const ref = refNames.epicBranch(epicId);
  const tip = newestTip(parts, epicId);
  if (tip === null || (await resolveCommit(parts.git, tip)) === null) return false;
  return updateRefs(parts.git, [{ ref, target: tip, expected: absent }], 'brought back');
}

function newestTip({ store }: Pick<Parts, 'store'>, epicId: string): string | null {
  return store.find('receipts', 'epic_id', epicId).at(-1)?.headAfter ?? null;
}

/** Whether merging a commit into another would change nothing: it was merged, squashed or picked there. */
async function hasAllOf(git: GitClient, base: string, commit: string): Promise<boolean> {
  if (commit === base || (await isAncestor(git, commit, base))) return true;
  const { tree, conflicts } = await mergeTrees(git, base, commit);
  return conflicts.length === 0 && tree === (await treeOf(git, base));
}
