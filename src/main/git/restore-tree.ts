import type { TreeFolder } from './worktrees/tree-folder.ts';
import { switchTree } from './worktrees/tree-folder.ts';

/**
 * Makes a worktree in which nothing is at work show the files of `commit` again; branches stay. Only files that differ
 * are written, so that builds see no newer sources. What git does not track there stays, or goes with
 * `untracked: 'remove'` (ignored files and other repositories stay).
 */
export async function restoreTree(
  worktree: TreeFolder,
  commit: string,
  options: { readonly untracked: 'keep' | 'remove' },
): Promise<void> {
  await switchTree(worktree, commit);
  if (options.untracked === 'remove') await worktree.git.run(['clean', '-fdq']);
}
