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

/**
 * Settings of the repository, or of the person, that would let a command on a folder of ours write elsewhere, run
 * what lies in that folder, believe somebody about it, or leave files of it out.
 */
export const treeFlags: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.splitIndex=false',
  'core.untrackedCache=false',
  'index.sparse=false',
  'core.sparseCheckout=false',
  'core.sparseCheckoutCone=false',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'core.bare=false',
  // Without these a file that was changed and dated back would count as unchanged.
  'core.ignoreStat=false',
  'core.trustctime=true',
  'core.checkStat=default',
];

/** The options of a command, for this tree. */
export function treeOptions(tree: PinnedTree, options: GitOptions): GitOptions {
  return {
    ...options,
    settings: [...(tree.settings ?? []), ...(options.settings ?? []), ...treeFlags],
    variables: {
      ...options.variables,
      GIT_DIR: tree.gitDirectory,
      GIT_WORK_TREE: tree.workTree,
      GIT_INDEX_FILE: options.indexFile ?? tree.indexFile,
    },
  };
}
