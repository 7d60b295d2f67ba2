import { rm } from 'node:fs/promises';
import type { GitClient } from './client.ts';
import { commitTree } from './commits.ts';
import { parseTreeEntry, literalPath } from './file-content.ts';

/** What {@link withoutChangesOf} works on. */
export interface KeptPaths {
  readonly base: string;
  readonly commit: string;
  /** Paths that the new commit has as `base` has them. */
  readonly paths: readonly string[];
  readonly message: string;
  /** Free name of a file for an index. */
  readonly indexFile: string;
}

/**
 * A commit on `base` with the tree of `commit`, but for some paths, which are as they are in `base`. No ref
 * moves, and no worktree is touched.
 */
export async function withoutChangesOf(
  git: GitClient,
  { base, commit, paths, message, indexFile }: KeptPaths,
): Promise<{ readonly commit: string; readonly tree: string }> {
  try {
    await git.run(['read-tree', commit], { indexFile });
    const records = await Promise.all(paths.map((path) => indexRecord(git, base, path)));
    await git.run(['update-index', '-z', '--index-info'], { indexFile, input: records.join('') });
    const tree = await git.text(['write-tree'], { indexFile });
    return { commit: await commitTree(git, { tree, parents: [base], message }), tree };
  } finally {
    for (const left of [indexFile, `${indexFile}.lock`]) await rm(left, { force: true });
  }
}

/** The input line of `update-index --index-info` for a path; mode 0 removes it. */
async function indexRecord(git: GitClient, commit: string, path: string): Promise<string> {
  const args = ['ls-tree', '-z', '-l', '--full-tree', commit, '--', literalPath(path)];
  const entry = parseTreeEntry((await git.run(args)).stdout, path);
  return entry === null
    ? `0 ${'0'.repeat(40)}\t${path}\0`
    : `${entry.mode} ${entry.object}\t${path}\0`;
}
