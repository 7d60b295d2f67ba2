import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { branchWords, listBranches } from '#main/git/branches.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * Why a branch cannot be what epics start from: it is neither here nor known of the remote. Null when it
 * can be. The branches of this program are no answer to what may be chosen.
 */
export async function missingBranch(
  { git }: Pick<Workspace, 'git'>,
  branch: string,
): Promise<Failure | null> {
  const branches = await listBranches(git);
  if (branches.local.includes(branch) || branches.remote.includes(branch)) return null;
  const known = branchWords(branches);
  const choice = known === '' ? `Make it: git branch ${branch}` : `Choose one of ${known}.`;
  return failure(
    'branch-missing',
    `There is no branch ${branch}.`,
    `${choice} Nothing was changed.`,
  );
}
