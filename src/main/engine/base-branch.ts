import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { listRefs, refNames } from '#main/git/refs.ts';
import type { Workspace } from './workspace.ts';

/** More branches than this are told by their number. */
const mostNamed = 8;

/**
 * Why a branch cannot be what epics start from: it is neither here nor known of the remote. Null when it
 * can be. The branches of this program are no answer to what may be chosen.
 */
export async function missingBranch(
  { git }: Pick<Workspace, 'git'>,
  branch: string,
): Promise<Failure | null> {
  const [heads, remote] = await Promise.all([
    branchNames(git, 'refs/heads/'),
    branchNames(git, 'refs/remotes/origin/'),
  ]);
  if (heads.includes(branch) || remote.includes(branch)) return null;
  const own = [refNames.epicBranch(''), refNames.taskBranch('')].map((ref) =>
    ref.slice('refs/heads/'.length),
  );
  const known = [...new Set([...heads, ...remote])].filter(
    (name) => name !== 'HEAD' && !own.some((prefix) => name.startsWith(prefix)),
  );
  const more = known.length > mostNamed ? ` and ${known.length - mostNamed} more` : '';
  return failure(
    'branch-missing',
    `There is no branch ${branch}.`,
    `Choose one of ${known.slice(0, mostNamed).join(', ')}${more}. Nothing was changed.`,
  );
}

async function branchNames(git: Workspace['git'], prefix: string): Promise<readonly string[]> {
  return (await listRefs(git, prefix)).map(({ ref }) => ref.slice(prefix.length));
}
