import { lstat, rm } from 'node:fs/promises';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { GitClient } from './client.ts';
import { commitTree, treeOf } from './commits.ts';
import { GitError } from './git-error.ts';
import { absent, isAncestor, isReferenced, refNames, resolveCommit, updateRefs } from './refs.ts';
import { falseObjects, falseObjectText } from './true-objects.ts';
import { keepCommit, snapshotsOf } from './vault-refs.ts';
import type { StoredSnapshot } from './vault-refs.ts';
import { keepOwnHistory, noHistory } from './worktrees/keep-history.ts';
import type { KeptHistory } from './worktrees/keep-history.ts';
import { keepUnchecked } from './worktrees/narrowed-checkout.ts';
import { addAll } from './worktrees/safe-add.ts';
import type { Added, LeftOut } from './worktrees/safe-add.ts';
import { dropIndexLock } from './worktrees/tree-folder.ts';
import type { TreeFolder } from './worktrees/tree-folder.ts';

export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly vaultRef: string;
  /** Whether it stands directly on the parent that was asked for. */
  readonly isDirect: boolean;
  /** The commit that the files really stand on, so that what differs from it is the work. */
  readonly base: string;
  /** What the tree does not have as the folder has it. */
  readonly left: readonly LeftOut[];
  /** What git ignores in the folder, where it was found out on the way; see {@link Added}. */
  readonly look: string | null;
}

export interface SnapshotRequest {
  readonly taskId: string;
  /** Commit that the worktree was made from. */
  readonly parent: string;
  readonly message: string;
  /** Number the new vault ref gets if it is free. */
  readonly number: number;
  /** Whether the task's branch moves to the snapshot as well. */
  readonly moveBranch: boolean;
  /** Whether the agent's own commits are kept as well; not while it may still make some. */
  readonly keepsHistory?: boolean;
  /** With false, files that are those of the parent, with no commits of the agent, get no ref of their own. */
  readonly keepsBase?: boolean;
}

export interface SnapshotDependencies {
  /** Git in the user's repository. */
  readonly git: GitClient;
  /** The folder whose files are taken. */
  readonly tree: TreeFolder;
  /** Two snapshots of one folder would meet at its index. */
  readonly mutex: KeyedMutex;
  readonly ids: IdSource;
}

/**
 * Keeps the files of a worktree, tracked and untracked ones that are not ignored, as a commit under one of the task's
 * vault refs (SPEC section 7.3). The files alone count; of the agent's own git only its commits are kept, and where
 * they show that the files stand on another commit than the worktree was made from, that one is the base. Content that
 * a vault ref holds already is not stored twice, so that the step may be repeated after a crash.
 */
export async function takeSnapshot(
  request: SnapshotRequest,
  dependencies: SnapshotDependencies,
): Promise<Snapshot> {
  const { mutex, tree } = dependencies;
  return mutex.run(`tree ${tree.folder}`, async () => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await tryOnce(request, dependencies);
      } catch (error) {
        // The person's git was tidying up just then: all that it took is still in the folder.
        if (tries === mostTries || !(error instanceof GitError) || !isGone.test(error.stderr)) {
          throw error;
        }
        await rm(tree.indexFile, { force: true });
      }
    }
  });
}

const mostTries = 5;
/** Git's words for an object that was there, and that no ref kept. */
const isGone =
  /not a valid (?:commit|object)|(?:bad|invalid|missing|nonexistent) (?:tree )?object|unable to (?:read|find|parse)|could not (?:read|parse)/i;

async function tryOnce(
  request: SnapshotRequest,
  dependencies: SnapshotDependencies,
): Promise<Snapshot> {
  const { git, tree } = dependencies;
  const { written, left, look } = await treeOfFiles(tree, request.parent);
  const history =
    request.keepsHistory === true
      ? await keepOwnHistory(dependencies, request)
      : noHistory(request.parent);
  try {
    const kept = await keptAs(request, written, history, git);
    const lost = request.keepsHistory === true ? await notAsFound(git, kept) : [];
    return { ...kept, left: [...left, ...lost], look };
  } finally {
    await history.release();
  }
}

/** What the commit has under the names of its files is other content than they have: somebody had put it there before. */
async function notAsFound(
  git: GitClient,
  { base, commit }: Pick<Snapshot, 'base' | 'commit'>,
): Promise<readonly LeftOut[]> {
  if (commit === base) return [];
  const found = await falseObjects(git, base, commit);
  return found.map((one) => ({ path: one.path, reason: 'refused', words: falseObjectText(one) }));
}

/** The commit that keeps the tree; that of the parent itself where its files are the same, and that is enough. */
async function keptAs(
  request: SnapshotRequest,
  tree: string,
  history: KeptHistory,
  git: GitClient,
): Promise<Omit<Snapshot, 'left' | 'look'>> {
  const { parent: commit } = request;
  const isBase =
    request.keepsBase === false && history.head === null && tree === (await treeOf(git, commit));
  if (isBase) return { commit, tree, vaultRef: commit, isDirect: true, base: commit };
  return { ...(await keepTree(request, tree, history, git)), base: history.base };
}

/** Writes the tree of all files; an index that is of no use any more is made from `base` again. */
export async function treeOfFiles(
  tree: TreeFolder,
  base: string,
): Promise<Added & { readonly written: string }> {
  const { git, indexFile } = tree;
  await dropIndexLock(tree);
  const isThere = (await lstat(indexFile).catch(() => null)) !== null;
  // Without it, files that git tracks and would ignore are not found.
  if (!isThere) await git.run(['read-tree', base]);
  try {
    return await addAndWrite(tree, base);
  } catch (error) {
    if (!(error instanceof GitError) || !isUseless.test(error.stderr)) throw error;
    await rm(indexFile, { force: true });
    await git.run(['read-tree', base]);
    return await addAndWrite(tree, base);
  }
}

async function addAndWrite(
  tree: TreeFolder,
  base: string,
): Promise<Added & { readonly written: string }> {
  const { left, look } = await addAll(tree.git);
  const isSame = !(await keepUnchecked(tree, base));
  const written = await tree.git.text(['write-tree']);
  return { written, left, look: isSame ? look : null };
}

/** Objects that only the index named were pruned, or the index itself is damaged. */
const isUseless =
  /error building trees|invalid object|index file (?:corrupt|smaller)|bad (?:index|signature)|unknown index/i;

async function keepTree(
  request: SnapshotRequest,
  tree: string,
  { head, base }: KeptHistory,
  git: GitClient,
): Promise<Omit<Snapshot, 'base' | 'left' | 'look'>> {
  const { parent, taskId } = request;
  if (head === null || head === parent) {
    // The usual case, decided by the compare and swap alone: the agent made no commit of its own.
    const place = { number: request.number, parents: [parent], tip: parent };
    const first = await store(request, tree, place, git);
    if (first !== null) return { ...first, isDirect: true };
  }
  const branch = refNames.taskBranch(taskId);
  for (let tries = 0; tries < 5; tries += 1) {
    const kept = await snapshotsOf(git, taskId);
    const tip = await resolveCommit(git, branch);
    const parents = await standsOn(git, { head: head ?? parent, tip, isAway: base !== parent });
    for (const one of kept) {
      if (one.tree !== tree || (request.moveBranch && one.commit !== tip)) continue;
      if (!(await containsAll(git, one.commit, parents))) continue;
      return { commit: one.commit, tree, vaultRef: one.vaultRef, isDirect: false };
    }
    if (tip !== null && request.moveBranch && !(await isKept(git, tip, parents))) {
      await keepCommit(git, taskId, tip);
      continue;
    }
    const place = { number: (kept[0]?.number ?? 0) + 1, parents, tip };
    const stored = await store(request, tree, place, git);
    if (stored !== null) return { ...stored, isDirect: false };
  }
  throw new Error(`Refs of ${taskId} kept moving during a snapshot.`);
}

/**
 * The commits that a snapshot descends from. The task's branch is one of them only as long as that does not say that
 * the files stand on what they do not stand on.
 */
async function standsOn(
  git: GitClient,
  { head, tip, isAway }: { head: string; tip: string | null; isAway: boolean },
): Promise<readonly string[]> {
  if (isAway || tip === null || tip === head || (await isAncestor(git, tip, head))) return [head];
  return (await isAncestor(git, head, tip)) ? [tip] : [head, tip];
}

/** Whether the branch can leave a commit: the new one descends from it, or one of our refs holds it. */
async function isKept(git: GitClient, tip: string, parents: readonly string[]): Promise<boolean> {
  for (const parent of parents) if (await isAncestor(git, tip, parent)) return true;
  return isReferenced(git, tip, 'refs/switchyard');
}

async function containsAll(
  git: GitClient,
  commit: string,
  parents: readonly string[],
): Promise<boolean> {
  for (const parent of parents) if (!(await isAncestor(git, parent, commit))) return false;
  return true;
}

/**
 * One try to store the tree as a vault ref, while the task's branch stands at `tip`; null when a ref
 * was not as expected.
 */
async function store(
  { taskId, message, moveBranch }: SnapshotRequest,
  tree: string,
  place: {
    readonly number: number;
    readonly parents: readonly string[];
    readonly tip: string | null;
  },
  git: GitClient,
): Promise<StoredSnapshot | null> {
  const { number, parents, tip } = place;
  const commit = await commitTree(git, { tree, parents, message });
  const vaultRef = refNames.vault(taskId, number);
  const branch = refNames.taskBranch(taskId);
  const expected = tip ?? absent;
  const updates = [
    { ref: vaultRef, target: commit, expected: absent },
    { ref: branch, target: moveBranch ? commit : expected, expected },
  ];
  const done = await updateRefs(git, updates, `snapshot of ${taskId}`);
  return done ? { commit, tree, vaultRef } : null;
}
