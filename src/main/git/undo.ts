import type { GitClient } from './client.ts';
import { commitTree, treeOf } from './commits.ts';
import type { CommitMaker } from './commits.ts';
import { mergeTrees } from './merge.ts';
import type { MergedTrees } from './merge.ts';
import { resolveCommit } from './refs.ts';

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
  | { readonly kind: 'refused'; readonly tree: string }
  /** The branch has nothing left to take back: a commit would be an empty one. */
  | { readonly kind: 'unchanged' };

/** A commit that is to be taken back, and where. */
interface Reverting {
  readonly head: string;
  readonly commit: string;
}

/**
 * Makes the commit that takes another one back on top of `head`, without a checkout: a three-way merge whose
 * base is the commit, and whose other side is the commit's parent (git-revert does the same in a working
 * tree). The commit is an object only.
 */
export async function buildRevert(
  git: GitClient,
  request: Reverting & {
    readonly message: string;
    /** Whether the branch may come to stand at this tree. */
    readonly accepts: (tree: string) => boolean;
    readonly makeCommit?: CommitMaker;
  },
): Promise<UndoResult> {
  const { head, commit, message, accepts, makeCommit = commitTree } = request;
  const { before, merged } = await mergeInverse(git, request);
  if (merged.conflicts.length > 0) return { kind: 'conflict', files: merged.conflicts };
  if (!accepts(merged.tree)) return { kind: 'refused', tree: merged.tree };
  // A commit that changed nothing itself has nothing that could be missing.
  if (merged.tree === (await treeOf(git, head)) && before !== (await treeOf(git, commit))) {
    return { kind: 'unchanged' };
  }
  const reverting = await makeCommit(git, { tree: merged.tree, parents: [head], message });
  const proof = merged.tree === before ? 'tree_equality' : 'three_way_merge';
  return { kind: 'built', headBefore: head, commit: reverting, tree: merged.tree, proof };
}

/** The tree that a branch would have without the changes of a commit. */
async function mergeInverse(
  git: GitClient,
  { head, commit }: Reverting,
): Promise<{ readonly before: string; readonly merged: MergedTrees }> {
  const before = await treeOf(git, `${commit}^`);
  // A commit that stands on the one to be taken back makes that one the merge base.
  const inverse = await commitTree(git, {
    tree: before,
    parents: [commit],
    message: 'inverse of a commit, for the merge only',
  });
  return { before, merged: await mergeTrees(git, head, inverse) };
}

/** What a commit came to that took back another one; null where it is not exactly that. */
export async function readRevert(
  git: GitClient,
  reverting: string,
  commit: string,
): Promise<Extract<UndoResult, { readonly kind: 'built' }> | null> {
  const head = await resolveCommit(git, `${reverting}^`);
  if (head === null) return null;
  const { before, merged } = await mergeInverse(git, { head, commit });
  const tree = await treeOf(git, reverting);
  if (merged.conflicts.length > 0 || merged.tree !== tree) return null;
  if (tree === (await treeOf(git, head))) return null;
  const proof = tree === before ? 'tree_equality' : 'three_way_merge';
  return { kind: 'built', headBefore: head, commit: reverting, tree, proof };
}

/** The newest commit after `commit` on the way to `head` that says it takes it back, and does; null without one. */
export async function findRevert(
  git: GitClient,
  { head, commit }: Reverting,
): Promise<Extract<UndoResult, { readonly kind: 'built' }> | null> {
  const words = ['--fixed-strings', `--grep=${revertSentence(commit)}`];
  const format = ['--first-parent', '--no-show-signature', '--format=%H'];
  const named = await git.text(['log', ...format, ...words, `${commit}..${head}`, '--']);
  for (const one of named.split('\n').filter((line) => line !== '')) {
    const found = await readRevert(git, one, commit);
    if (found !== null) return found;
  }
  return null;
}

/** How a commit says which one it takes back; git-revert says it the same way. */
export function revertSentence(commit: string): string {
  return `This reverts commit ${commit}.`;
}
