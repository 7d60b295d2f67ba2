import type { GitClient } from './client.ts';
import { GitError } from './git-error.ts';
import { absent, isAncestor, refNames, resolveCommit, updateRefs } from './refs.ts';

/**
 * The commit an epic starts from: the base branch's tip, or the remote's when that one is ahead of
 * it. Fetching may fail (offline): that is a notice, and the local tip is used.
 */
export async function resolveBase(
  git: GitClient,
  baseBranch: string,
  options: { readonly fetch: boolean },
): Promise<{ readonly commit: string | null; readonly notice: string | null }> {
  const local = await resolveCommit(git, `refs/heads/${baseBranch}`);
  const remotes = options.fetch ? await git.text(['remote']) : '';
  if (!remotes.split('\n').includes('origin')) return { commit: local, notice: null };
  let notice: string | null = null;
  try {
    await git.run(['fetch', '--quiet', '--no-tags', 'origin', baseBranch]);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    notice = `Could not fetch ${baseBranch} from origin; the local branch is used.`;
  }
  const remote = await resolveCommit(git, `refs/remotes/origin/${baseBranch}`);
  if (remote === null) return { commit: local, notice };
  if (local === null || (await isAncestor(git, local, remote))) return { commit: remote, notice };
  return { commit: local, notice };
}

/** Makes `epic/<id>` at `base` if it does not exist, and returns where it stands. */
export async function ensureEpicBranch(
  git: GitClient,
  epicId: string,
  base: string,
): Promise<string> {
  const ref = refNames.epicBranch(epicId);
  const existing = await resolveCommit(git, ref);
  if (existing !== null) return existing;
  const made = await updateRefs(git, [{ ref, target: base, expected: absent }], 'epic branch');
  return made ? base : ((await resolveCommit(git, ref)) ?? base);
}
