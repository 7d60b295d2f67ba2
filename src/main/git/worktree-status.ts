import type { GitClient } from './client.ts';

/** What a worktree holds against its HEAD. */
export interface WorktreeStatus {
  /** Commit of HEAD; null when it has none. */
  readonly head: string | null;
  /** Short branch name; null when detached. */
  readonly branch: string | null;
  /** Whether nothing differs from HEAD and nothing untracked, not ignored, is there. */
  readonly clean: boolean;
  /** Submodules with changes of their own, which no commit of this repository can hold. */
  readonly dirtySubmodules: readonly string[];
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
    '--no-renames',
  ]);
  return parseStatus(stdout);
}

/**
 * Reads `status --porcelain=v2 --branch -z --no-renames` as far as {@link WorktreeStatus} needs it.
 * Changed entries are `1 XY sub mH mI mW hH hI path`, where `sub` is `N...` or `S<c><m><u>`.
 */
export function parseStatus(output: string): WorktreeStatus {
  let head: string | null = null;
  let branch: string | null = null;
  let clean = true;
  const dirtySubmodules: string[] = [];
  for (const record of output.split('\0')) {
    if (record.startsWith('# branch.oid ')) {
      const value = record.slice('# branch.oid '.length);
      head = value === '(initial)' ? null : value;
    } else if (record.startsWith('# branch.head ')) {
      const value = record.slice('# branch.head '.length);
      branch = value === '(detached)' ? null : value;
    } else if (record !== '' && !record.startsWith('# ')) {
      clean = false;
      const submodule = /^1 \S+ S.([M.])([U.]) (?:\S+ ){5}(.*)$/s.exec(record);
      if (submodule !== null && `${submodule[1]}${submodule[2]}` !== '..') {
        dirtySubmodules.push(submodule[3] ?? '');
      }
    }
  }
  return { head, branch, clean, dirtySubmodules };
}
