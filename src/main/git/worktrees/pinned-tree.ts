import { treeFlags } from '#main/git/git-settings.ts';
import type { GitOptions } from '#main/git/run-git.ts';

/** A folder of files with all that git needs to know of it, so that it looks for nothing. */
export interface PinnedTree {
  /** Folder that all worktrees of the repository share. */
  readonly gitDirectory: string;
  readonly workTree: string;
  /** The app's own index of the folder; it lies outside of it. */
  readonly indexFile: string;
  /** Settings beside {@link treeFlags}, `name=value`. */
  readonly settings?: readonly string[];
}

/** The options of a command, for this tree. */
export function treeOptions(tree: PinnedTree, options: GitOptions): GitOptions {
  return {
    ...options,
    settings: [...(tree.settings ?? []), ...treeFlags, ...(options.settings ?? [])],
    variables: {
      ...options.variables,
      GIT_DIR: tree.gitDirectory,
      GIT_WORK_TREE: tree.workTree,
      GIT_INDEX_FILE: options.indexFile ?? tree.indexFile,
    },
  };
}
