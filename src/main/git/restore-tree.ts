import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worktree } from './worktree-pool.ts';

type WorktreeGit = Pick<Worktree, 'git' | 'gitDirectory'>;

/**
 * Makes a worktree in which nothing is at work show the files of `commit` again; HEAD and branches
 * stay. Only files that differ are written, so that builds see no newer sources. What git does not
 * track there stays, or goes with `untracked: 'remove'` (ignored files and other repositories stay).
 */
export async function restoreTree(
  worktree: WorktreeGit,
  commit: string,
  options: { readonly untracked: 'keep' | 'remove' },
): Promise<void> {
  const { git } = worktree;
  await dropStaleLock(worktree);
  await git.run(['reset', '--quiet', '--refresh', commit, '--', '.']);
  await git.run(['checkout-index', '--quiet', '--force', '--all', '--index']);
  if (options.untracked === 'remove') await git.run(['clean', '-fdq']);
}

/**
 * Brings a worktree in which nothing is at work, and `branch`, to `commit`. Whatever other branch an
 * agent has switched to stays where it is: it may be one of the user's.
 */
export async function moveToCommit(
  worktree: WorktreeGit,
  branch: string,
  commit: string,
): Promise<void> {
  await dropStaleLock(worktree);
  await worktree.git.run(['checkout', '--quiet', '--force', '-B', branch, commit, '--']);
}

/**
 * Brings a worktree that shows exactly `from`, by its index too, to `to`: only what differs is looked
 * at. False, with nothing changed, when it shows something else after all; HEAD stays in any case.
 */
export async function switchTree(
  worktree: WorktreeGit,
  from: string,
  to: string,
): Promise<boolean> {
  await dropStaleLock(worktree);
  const { exitCode } = await worktree.git.run(['read-tree', '-m', '-u', from, to], {
    allowedExitCodes: [1, 128],
  });
  return exitCode === 0;
}

/**
 * Whether no file differs from the index and none stands beside it: something that an agent has left
 * running may have written after its work was recorded.
 */
export async function showsItsIndex({ git }: WorktreeGit): Promise<boolean> {
  const { stdout } = await git.run([
    'ls-files',
    '-z',
    '--modified',
    '--others',
    '--exclude-standard',
  ]);
  return stdout === '';
}

/** A git that was killed, an agent's or a check's, leaves its lock behind. */
async function dropStaleLock({ gitDirectory }: WorktreeGit): Promise<void> {
  await rm(join(gitDirectory, 'index.lock'), { force: true });
}
