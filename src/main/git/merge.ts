import { withAttributesOf } from './attributes-of.ts';
import type { GitClient } from './client.ts';
import { commitChanges, commitTree, treeOf } from './commits.ts';
import type { CommitMaker, TreeChange } from './commits.ts';
import { namesOfConflicts, parseMergeTree } from './merge-conflicts.ts';
import { absent, isAncestor, refNames, updateRefs } from './refs.ts';

/** A finished attempt's work: commit `commit` with `tree`, made from `base`. */
export interface Work {
  readonly taskId: string;
  readonly base: string;
  readonly commit: string;
  readonly tree: string;
  /** What it changed against `base`, where the caller has just asked git for it. */
  readonly changes?: readonly TreeChange[] | undefined;
  /** Whether `base` is known to be both a parent of `commit` and in the epic's history. */
  readonly isOnEpic?: boolean;
}

export type MergeProof = 'tree_equality' | 'patch_equality' | 'three_way_merge';

/** What the epic branch would become; nothing has moved yet. */
export type Candidate =
  | {
      readonly kind: 'candidate';
      readonly headBefore: string;
      readonly commit: string;
      readonly tree: string;
      readonly proof: MergeProof;
      /** Whether the tree is another one than the agent's, because the epic has moved. */
      readonly combined: boolean;
    }
  | { readonly kind: 'conflict'; readonly files: readonly string[] };

/**
 * Makes the squash commit of `work` on top of `epicHead` without a checkout (SPEC section 7.4). The
 * commit is an object only: the branch moves in {@link landCommit}.
 */
export async function buildCandidate(
  git: GitClient,
  work: Work,
  epicHead: string,
  message: string,
): Promise<Candidate> {
  const combination = await combine(git, work, epicHead);
  if (combination.kind === 'conflict') return combination;
  return completeCandidate(git, work, combination, message);
}

/** The tree that the epic would have; nothing says so yet. */
export interface Combination {
  readonly kind: 'combination';
  readonly headBefore: string;
  readonly tree: string;
  /** See {@link Candidate}. */
  readonly combined: boolean;
}

/** The first half of {@link buildCandidate}: the tree, which can be checked out from then on. */
export async function combine(
  git: GitClient,
  work: Work,
  epicHead: string,
): Promise<Combination | Extract<Candidate, { kind: 'conflict' }>> {
  const combined = epicHead !== work.base;
  let { tree } = work;
  if (combined) {
    const merged = await mergeWork(git, work, epicHead);
    if (merged.conflicts.length > 0) return { kind: 'conflict', files: merged.conflicts };
    tree = merged.tree;
  }
  return { kind: 'combination', headBefore: epicHead, tree, combined };
}

/** The second half of {@link buildCandidate}: the commit, and how it is shown to hold the work. */
export async function completeCandidate(
  git: GitClient,
  work: Work,
  { headBefore, tree, combined }: Combination,
  message: string,
  makeCommit: CommitMaker = commitTree,
): Promise<Extract<Candidate, { kind: 'candidate' }>> {
  const commit = await makeCommit(git, { tree, parents: [headBefore], message });
  const proof = combined
    ? await proveMerge(git, work, { head: headBefore, commit })
    : ('tree_equality' as const);
  return { kind: 'candidate', headBefore, commit, tree, proof, combined };
}

/** What two commits come to, merged. */
export interface MergedTrees {
  readonly tree: string;
  /** Empty only when the merge is clean; else the tree is of no use. */
  readonly conflicts: readonly string[];
}

/**
 * Merges work with an epic that has moved. What both descend from is found by git, as long as that is
 * the work's base or newer; where the epic was set back, or the agent has left its base, the base
 * is put under both, so that nothing gets in that is no change of the work.
 */
async function mergeWork(git: GitClient, work: Work, epicHead: string): Promise<MergedTrees> {
  if (work.isOnEpic === true) return mergeTrees(git, epicHead, work.commit);
  const common = await git.run(['merge-base', epicHead, work.commit], { allowedExitCodes: [1] });
  const mergeBase = common.stdout.trim();
  const isUsual = mergeBase === work.base;
  if (isUsual || (mergeBase !== '' && (await isAncestor(git, work.base, mergeBase)))) {
    return mergeTrees(git, epicHead, work.commit);
  }
  const message = 'one side of a merge, for that merge only';
  const parents = [work.base];
  const ours = await commitTree(git, { tree: await treeOf(git, epicHead), parents, message });
  return mergeTrees(git, ours, await commitTree(git, { tree: work.tree, parents, message }));
}

/**
 * Three-way merge of two commits into a tree (git-merge-tree `--write-tree`); no ref moves. The attributes of `ours`
 * apply, and nothing that stands in a checkout.
 */
export async function mergeTrees(
  git: GitClient,
  ours: string,
  theirs: string,
): Promise<MergedTrees> {
  const format = ['-z', '--name-only', '--messages'];
  const attributes = git.mergeAttributesFile;
  const settings = attributes === null ? [] : [`core.attributesFile=${attributes}`];
  const args = ['merge-tree', '--write-tree', '--allow-unrelated-histories', ...format];
  const { exitCode, stdout } = await withAttributesOf(git, ours, async (merging) =>
    merging.run([...args, ours, theirs], { allowedExitCodes: [1], settings }),
  );
  const { tree, conflicts } = parseMergeTree(stdout, exitCode === 0);
  return { tree, conflicts: await namesOfConflicts(git, conflicts, [ours, theirs]) };
}

/** A commit that a branch is to move to. */
export interface Landing {
  /** Full name of the branch, and where it has to stand. */
  readonly ref: string;
  readonly headBefore: string;
  readonly commit: string;
  /** Work whose own commits are kept from then on. */
  readonly archived: readonly { readonly taskId: string; readonly commit: string }[];
  /** Ref that has kept the commit so far; it goes when the branch has it. */
  readonly pin?: string;
}

/**
 * Moves a branch to a commit that was built on it and archives the work in it, both or none. Where an epic branch
 * stands then another ref keeps too: deleted with what landed on it, it can be made again.
 */
export async function landCommit(
  git: GitClient,
  { ref, headBefore, commit, archived, pin }: Landing,
  reason: string,
): Promise<boolean> {
  return updateRefs(
    git,
    [
      { ref, target: commit, expected: headBefore },
      ...landedTipOf(ref).map((name) => ({ ref: name, target: commit, expected: null })),
      ...archived.map(({ taskId, commit: target }) => ({
        ref: refNames.archive(taskId),
        target,
        expected: null,
      })),
      ...(pin === undefined ? [] : [{ ref: pin, target: absent, expected: null }]),
    ],
    reason,
  );
}

function landedTipOf(ref: string): readonly string[] {
  const { epicBranches, landedTip } = refNames;
  return ref.startsWith(epicBranches) ? [landedTip(ref.slice(epicBranches.length))] : [];
}

/**
 * How far it can be shown that the merge changed exactly what the work changed: the same files to the
 * same content, else the same lines; else only that the merge itself can be repeated.
 */
async function proveMerge(
  git: GitClient,
  work: Work,
  result: { readonly head: string; readonly commit: string },
): Promise<MergeProof> {
  const wanted = work.changes ?? (await commitChanges(git, work.base, work.commit));
  const done = await commitChanges(git, result.head, result.commit);
  if (sameContent(wanted, done)) return 'patch_equality';
  const wantedPatch = await changedLines(git, work.base, work.commit);
  const donePatch = await changedLines(git, result.head, result.commit);
  return wantedPatch === donePatch ? 'patch_equality' : 'three_way_merge';
}

function sameContent(left: readonly TreeChange[], right: readonly TreeChange[]): boolean {
  const key = (change: TreeChange): string => `${change.status}\0${change.path}\0${change.object}`;
  const rightKeys = new Set(right.map(key));
  return left.length === right.length && left.every((change) => rightKeys.has(key(change)));
}

/** The patch between two trees without context, line numbers and object names. */
async function changedLines(git: GitClient, from: string, to: string): Promise<string> {
  const plain = ['--binary', '--no-renames', '--no-ext-diff', '--no-textconv'];
  const patch = await git.text(['diff-tree', '-r', '-p', '-U0', ...plain, from, to]);
  return patch
    .split('\n')
    .filter((line) => !/^(@@ |index )/.test(line))
    .join('\n');
}
