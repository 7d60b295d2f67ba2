import type { GitClient } from './client.ts';
import { commitTree, treeOf } from './commits.ts';
import type { CommitMaker } from './commits.ts';
import { mergeTrees } from './merge.ts';

/** What taking back a commit would come to; nothing has moved yet. */
export type UndoResult =
  | {
      readonly kind: 'built';
      readonly headBefore: string;
      readonly commit: string;
      readonly tree: string;
      /** `tree_equality`: exactly the tree from before the commit; else a merge that can be repeated. */
      readonly proof: 'tree_equality' | 'three_way_merge';
    }
  | { readonly kind: 'conflict'; readonly files: readonly string[] }
  | { readonly kind: 'refused'; readonly tree: string };

/**
 * Makes the commit that takes another one back on top of `head`, without a checkout: a three-way merge whose
 * base is the commit, and whose other side is the commit's parent (git-revert does the same in a working
 * tree). The commit is an object only.
 */
export async function buildRevert(
  git: GitClient,
  request: {
    readonly head: string;
    readonly commit: string;
    readonly message: string;
    /** Whether the branch may come to stand at this tree. */
    readonly accepts: (tree: string) => boolean;
    readonly makeCommit?: CommitMaker;
  },
): Promise<UndoResult> {
  const { head, commit, message, accepts, makeCommit = commitTree } = request;
  const before = await treeOf(git, `${commit}^`);
  // A commit that stands on the one to be taken back makes that one the merge base.
  const inverse = await commitTree(git, {
    tree: before,
    parents: [commit],
    message: 'inverse of a commit, for the merge only',
  });
  const merged = await mergeTrees(git, head, inverse);
  if (merged.conflicts.length > 0) return { kind: 'conflict', files: merged.conflicts };
  if (!accepts(merged.tree)) return { kind: 'refused', tree: merged.tree };
  const reverting = await makeCommit(git, { tree: merged.tree, parents: [head], message });
  const proof = merged.tree === before ? 'tree_equality' : 'three_way_merge';
  return { kind: 'built', headBefore: head, commit: reverting, tree: merged.tree, proof };
}
