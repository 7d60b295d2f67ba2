import type { GitClient } from './client.ts';
import { GitError } from './git-error.ts';
import { absent, isAncestor, refNames, resolveCommit, updateRefs } from './refs.ts';

/** A remote that says nothing for this long is taken for unreachable. */
const remoteSilenceMs = 30_000;

/**
 * The commit an epic starts from: the base branch's tip, or the remote's when that one is ahead of
 * it. Fetching may fail (offline), and the two may have diverged: that is a notice, and the local tip
 * is used.
 */
export async function resolveBase(
  git: GitClient,
  baseBranch: string,
  options: { readonly fetch: boolean; readonly silenceMs?: number },
): Promise<{ readonly commit: string | null; readonly notice: string | null }> {
  const local = await resolveCommit(git, `refs/heads/${baseBranch}`);
  const remotes = options.fetch ? await git.text(['remote']) : '';
  if (!remotes.split('\n').includes('origin')) return { commit: local, notice: null };
  const tracking = `refs/remotes/origin/${baseBranch}`;
  const silenceMs = options.silenceMs ?? remoteSilenceMs;
  const fetched = await fetchBranch(git, baseBranch, tracking, silenceMs);
  const notice = fetched
    ? null
    : `Could not fetch ${baseBranch} from origin; what is known locally is used.`;
  const remote = await resolveCommit(git, tracking);
  if (remote === null) return { commit: local, notice };
  if (local === null || (await isAncestor(git, local, remote))) return { commit: remote, notice };
  const isAhead = await isAncestor(git, remote, local);
  const diverged = `${baseBranch} and origin/${baseBranch} have diverged; the local branch is used.`;
  return { commit: local, notice: notice ?? (isAhead ? null : diverged) };
}

/** Brings one branch of the remote up to date; false when the remote could not be reached. */
async function fetchBranch(
  git: GitClient,
  branch: string,
  tracking: string,
  silenceMs: number,
): Promise<boolean> {
  const options = ['--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  // Progress shows that the remote is alive. The full names keep a branch from being an option.
  const args = ['fetch', '--progress', ...options, 'origin', `+refs/heads/${branch}:${tracking}`];
  try {
    await git.run(args, { silenceMs });
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
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
