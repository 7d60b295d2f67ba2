import type { GitClient } from './client.ts';
import { commitTree, treeChanges } from './commits.ts';
import type { TreeChange } from './commits.ts';
import { refNames, updateRefs } from './refs.ts';

/** A finished attempt's work: commit `commit` with `tree`, made from `base`. */
export interface Work {
  readonly taskId: string;
  readonly base: string;
  readonly commit: string;
  readonly tree: string;
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
 * commit is an object only: the branch moves in {@link landCandidate}.
 */
export async function buildCandidate(
  git: GitClient,
  work: Work,
  epicHead: string,
  message: string,
): Promise<Candidate> {
  const combined = epicHead !== work.base;
  let { tree } = work;
  if (combined) {
    const merged = await mergeTrees(git, epicHead, work.commit);
    if (merged.conflicts.length > 0) return { kind: 'conflict', files: merged.conflicts };
    tree = merged.tree;
  }
  const proof = combined
    ? await proveMerge(git, work, { head: epicHead, tree })
    : ('tree_equality' as const);
  const commit = await commitTree(git, { tree, parents: [epicHead], message });
  return { kind: 'candidate', headBefore: epicHead, commit, tree, proof, combined };
}

/**
 * Three-way merge of two commits into a tree (git-merge-tree `--write-tree`).
 * @returns the tree, and the paths that conflict (the tree is of no use when there are any)
 */
export async function mergeTrees(
  git: GitClient,
  ours: string,
  theirs: string,
): Promise<{ readonly tree: string; readonly conflicts: readonly string[] }> {
  const { exitCode, stdout } = await git.run(
    [
      'merge-tree',
      '--write-tree',
      '--allow-unrelated-histories',
      '-z',
      '--name-only',
      '--no-messages',
      ours,
      theirs,
    ],
    { allowedExitCodes: [1] },
  );
  const [tree = '', ...rest] = stdout.split('\0');
  const conflicts = exitCode === 0 ? [] : [...new Set(rest.filter((path) => path !== ''))];
  return { tree: tree.trim(), conflicts };
}

/** Moves the epic branch to the candidate and archives the work, both or none. */
export async function landCandidate(
  git: GitClient,
  landing: {
    readonly epicId: string;
    readonly taskId: string;
    readonly headBefore: string;
    readonly commit: string;
    readonly workCommit: string;
  },
): Promise<boolean> {
  return updateRefs(
    git,
    [
      {
        ref: refNames.epicBranch(landing.epicId),
        target: landing.commit,
        expected: landing.headBefore,
      },
      { ref: refNames.archive(landing.taskId), target: landing.workCommit, expected: null },
    ],
    `merge of ${landing.taskId}`,
  );
}

/**
 * How far it can be shown that the merge changed exactly what the work changed: the same files to the
 * same content, else the same lines; else only that the merge itself can be repeated.
 */
async function proveMerge(
  git: GitClient,
  work: Work,
  result: { readonly head: string; readonly tree: string },
): Promise<MergeProof> {
  const wanted = await treeChanges(git, work.base, work.commit);
  const done = await treeChanges(git, result.head, result.tree);
  if (sameContent(wanted, done)) return 'patch_equality';
  const wantedPatch = await changedLines(git, work.base, work.commit);
  const donePatch = await changedLines(git, result.head, result.tree);
  return wantedPatch === donePatch ? 'patch_equality' : 'three_way_merge';
}

function sameContent(left: readonly TreeChange[], right: readonly TreeChange[]): boolean {
  const key = (change: TreeChange): string => `${change.status}\0${change.path}\0${change.object}`;
  const rightKeys = new Set(right.map(key));
  return left.length === right.length && left.every((change) => rightKeys.has(key(change)));
}

/** The patch between two trees without context, line numbers and object names. */
async function changedLines(git: GitClient, from: string, to: string): Promise<string> {
  const patch = await git.text(['diff-tree', '-r', '-p', '-U0', '--no-renames', from, to]);
  return patch
    .split('\n')
    .filter((line) => !/^(@@ |index )/.test(line))
    .join('\n');
}
