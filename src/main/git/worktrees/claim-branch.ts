import { failure, FailureError } from '#shared/lib/failure.ts';
import type { GitClient } from '#main/git/client.ts';
import { namedObjects } from '#main/git/named-objects.ts';
import { isAncestor, isReferenced } from '#main/git/refs.ts';
import { keepCommit } from '#main/git/vault-refs.ts';

/**
 * Sees to it that a task's branch can be moved to `base`: nobody has it checked out, and what it stands at is kept.
 * `letGo` may free a place that has it checked out. With `isSure`, that there is none is not believed at the first word.
 * @returns where it stands; null when there is none
 * @throws {FailureError} when it is checked out
 */
export async function claimBranch(
  git: GitClient,
  target: {
    readonly taskId: string;
    readonly branch: string;
    readonly base: string;
    readonly isSure?: boolean;
  },
  letGo: (place: string, commit: string) => Promise<boolean>,
): Promise<string | null> {
  const { taskId, branch, base, isSure = false } = target;
  // Most tasks have none yet: a git that stays says so sooner than one that also looks where it is checked out.
  const [known] = isSure ? [] : await namedObjects(git, [`refs/heads/${branch}`]);
  if (known === null) return null;
  const format = '--format=%(objectname) %(worktreepath)';
  const found = await git.text(['for-each-ref', format, `refs/heads/${branch}`]);
  if (found === '') return null;
  const cut = found.indexOf(' ');
  const [commit, place] = [found.slice(0, cut), found.slice(cut + 1)];
  if (place !== '' && !(await letGo(place, commit))) {
    throw new FailureError(
      failure(
        'branch-checked-out',
        `${place} has ${branch} checked out, where task ${taskId} is to be worked on.`,
        'Switch to another branch there, then run again.',
      ),
    );
  }
  const isKept =
    (await isAncestor(git, commit, base)) || (await isReferenced(git, commit, 'refs/switchyard'));
  if (!isKept) await keepCommit(git, taskId, commit);
  return commit;
}
