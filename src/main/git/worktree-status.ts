import type { GitClient } from './client.ts';

/** What a worktree holds against its HEAD. */
export interface WorktreeStatus {
  /** Commit of HEAD; null when it has none. */
  readonly head: string | null;
  /** Short branch name; null when detached. */
  readonly branch: string | null;
  /** Whether nothing differs from HEAD and nothing untracked, not ignored, is there. */
  readonly clean: boolean;
}

/** Reads `git status` of the worktree that `git` works in, without taking locks. */
export async function worktreeStatus(git: GitClient): Promise<WorktreeStatus> {
  const { stdout } = await git.run([
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=normal',
    '--ignore-submodules=none',
  ]);
  return parseStatus(stdout);
}

/** Reads `status --porcelain=v2 --branch -z` as far as {@link WorktreeStatus} needs it. */
export function parseStatus(output: string): WorktreeStatus {
  let head: string | null = null;
  let branch: string | null = null;
  let clean = true;
  for (const record of output.split('\0')) {
    if (record.startsWith('# branch.oid ')) {
      const value = record.slice('# branch.oid '.length);
      head = value === '(initial)' ? null : value;
    } else if (record.startsWith('# branch.head ')) {
      const value = record.slice('# branch.head '.length);
      branch = value === '(detached)' ? null : value;
    } else if (record !== '' && !record.startsWith('# ')) {
      clean = false;
    }
  }
  return { head, branch, clean };
}
