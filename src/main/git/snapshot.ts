import { link, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdSource } from '#shared/lib/ids.ts';
import { copyForeignFile } from '#main/system/copy-into.ts';
import type { GitClient } from './client.ts';
import { readGitText } from './git-text.ts';
import { commitTree, treeOf } from './commits.ts';
import { writing } from './file-errors.ts';
import { GitError } from './git-error.ts';
import { absent, isAncestor, listRefs, refNames, resolveCommit, updateRefs } from './refs.ts';

export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly vaultRef: string;
  /** Whether it stands directly on the parent that was asked for. */
  readonly isDirect: boolean;
}

/** A snapshot as its ref alone describes it. */
export type StoredSnapshot = Omit<Snapshot, 'isDirect'>;

export interface SnapshotRequest {
  readonly taskId: string;
  /** Commit the work stands on, as far as the caller knows; the worktree's HEAD decides. */
  readonly parent: string;
  readonly message: string;
  /** Number the new vault ref gets if it is free. */
  readonly number: number;
  /** Whether the task's branch moves to the snapshot as well. */
  readonly moveBranch: boolean;
  /**
   * Whether the worktree, in which nothing is at work any more, gets the snapshot's index, so that git
   * knows its files for unchanged against the snapshot. Where that fails, it keeps its own.
   */
  readonly adoptIndex?: boolean;
}

export interface SnapshotDependencies {
  /** Git in the worktree whose content is taken. */
  readonly git: GitClient;
  /** The worktree's own git folder, where its HEAD and index lie. */
  readonly gitDirectory: string;
  /** Folder for the temporary index. */
  readonly temporaryFolder: string;
  readonly ids: IdSource;
}

/**
 * The tree of everything in the worktree that is not ignored, tracked or not. Works on a copy of the
 * index: the copy keeps git's knowledge of unchanged files, and the worktree's own stays untouched.
 * Of a repository inside the worktree the tree holds the name only, as a gitlink.
 */
export async function snapshotTree(dependencies: SnapshotDependencies): Promise<string> {
  return withTree(dependencies, async (tree) => tree);
}

/** Makes the tree of {@link snapshotTree}, and keeps the index that it came from until `use` is done. */
async function withTree<Value>(
  dependencies: SnapshotDependencies,
  use: (tree: string, indexFile: string) => Promise<Value>,
): Promise<Value> {
  const { git, gitDirectory, temporaryFolder, ids } = dependencies;
  const indexFile = join(temporaryFolder, ids.next('index'));
  try {
    await writing(indexFile, () => copyIndex(join(gitDirectory, 'index'), indexFile));
    await addAll(git, indexFile);
    return await use(await git.text(['write-tree'], { indexFile }), indexFile);
  } finally {
    for (const left of [indexFile, `${indexFile}.lock`]) {
      await rm(left, { force: true }).catch(() => {
        // What failed before says more; the folder is emptied after the run in any case.
      });
    }
  }
}

/** Puts a finished index in the place of the worktree's, in git's own way: a lock that is renamed. */
async function adopt(indexFile: string, gitDirectory: string): Promise<void> {
  const lock = join(gitDirectory, 'index.lock');
  try {
    await link(indexFile, lock);
    await rename(lock, join(gitDirectory, 'index'));
  } catch {
    // Such as another disk, or somebody else's lock: the worktree keeps its own index, which is right too.
  }
}

/**
 * Copies an index together with its age: git compares the content of files that are as young as the
 * index, because their time and size alone do not show a change made in the same second.
 */
async function copyIndex(from: string, to: string): Promise<void> {
  const before = await stat(from).catch(() => null);
  // Without an index git reads every file again, which is slow and right.
  if (before === null) return;
  if (!(await copyForeignFile(from, to))) return;
  const seconds = Math.floor(before.mtimeMs / 1000);
  await utimes(to, seconds, seconds);
}

/** Puts all that is not ignored into the index file, sparse checkout or not. */
async function addAll(git: GitClient, indexFile: string): Promise<void> {
  const args = ['add', '--all', '--sparse'];
  try {
    await git.run([...args, '--', '.'], { indexFile });
  } catch (error) {
    if (!(error instanceof GitError) || !/does not have a commit/.test(error.stderr)) throw error;
    // A repository inside without a commit has not even a name to hold: all else is taken, and a
    // gitlink to nothing marks the place, so that it is found like any other repository inside.
    await git.run([...args, '--ignore-errors', '--', '.'], { indexFile, allowedExitCodes: [1] });
    const listing = ['ls-files', '--others', '--exclude-standard', '-z'];
    const { stdout } = await git.run(listing, { indexFile });
    const left = stdout.split('\0').filter((path) => path !== '');
    if (!left.every((path) => path.endsWith('/'))) throw error;
    const nothing = await git.text(['hash-object', '--stdin'], { input: '' });
    const links = left.map((path) => `160000 ${nothing}\t${path.slice(0, -1)}\0`);
    await git.run(['update-index', '-z', '--index-info'], { indexFile, input: links.join('') });
  }
}

/**
 * Keeps the worktree's content as a commit under one of the task's vault refs (SPEC section 7.3). The
 * commit descends from HEAD and from the task's branch, wherever the agent left them. Content that
 * the newest vault ref already holds is not stored twice, so that the step may be repeated after a
 * crash.
 */
export async function takeSnapshot(
  request: SnapshotRequest,
  dependencies: SnapshotDependencies,
): Promise<Snapshot> {
  return withTree(dependencies, async (tree, indexFile) => {
    const snapshot = await keepTree(request, tree, dependencies);
    if (request.adoptIndex === true) await adopt(indexFile, dependencies.gitDirectory);
    return snapshot;
  });
}

async function keepTree(
  request: SnapshotRequest,
  tree: string,
  { git, gitDirectory }: SnapshotDependencies,
): Promise<Snapshot> {
  const branch = refNames.taskBranch(request.taskId);
  if (await headIs(gitDirectory, branch)) {
    // The usual case, decided by the compare and swap alone: the agent made no commit of its own.
    const place = { number: request.number, parents: [request.parent], tip: request.parent };
    const first = await store(request, tree, place, git);
    if (first !== null) return { ...first, isDirect: true };
  }
  for (let tries = 0; tries < 5; tries += 1) {
    const kept = await newestSnapshot(git, request.taskId);
    const tip = await resolveCommit(git, branch);
    const parents = await standsOn(git, request.parent, tip);
    if (kept !== null && kept.tree === tree && (!request.moveBranch || kept.commit === tip)) {
      if (await containsAll(git, kept.commit, parents)) {
        return { commit: kept.commit, tree, vaultRef: kept.vaultRef, isDirect: false };
      }
    }
    const place = { number: (kept?.number ?? 0) + 1, parents, tip };
    const stored = await store(request, tree, place, git);
    if (stored !== null) return { ...stored, isDirect: false };
  }
  throw new Error(`Refs of ${request.taskId} kept moving during a snapshot.`);
}

/** The commits that a snapshot must descend from so that none of the agent's own is lost. */
async function standsOn(
  git: GitClient,
  expected: string,
  tip: string | null,
): Promise<readonly string[]> {
  const head = (await resolveCommit(git, 'HEAD')) ?? tip ?? expected;
  if (tip === null || tip === head || (await isAncestor(git, tip, head))) return [head];
  return (await isAncestor(git, head, tip)) ? [tip] : [head, tip];
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

/** The task's snapshot with the highest number; null when it has none. */
export async function newestSnapshot(
  git: GitClient,
  taskId: string,
): Promise<(StoredSnapshot & { readonly number: number }) | null> {
  const prefix = refNames.vaultPrefix(taskId);
  const refs = await listRefs(git, prefix);
  const numbered = refs
    .map(({ ref, target }) => ({
      vaultRef: ref,
      commit: target,
      number: Number(ref.slice(prefix.length)),
    }))
    .filter(({ number }) => Number.isInteger(number));
  const newest = numbered.toSorted((left, right) => right.number - left.number)[0];
  return newest === undefined ? null : { ...newest, tree: await treeOf(git, newest.commit) };
}

/**
 * Keeps a commit, which nothing else may hold, under the task's next vault ref.
 * @returns the ref
 */
export async function keepCommit(git: GitClient, taskId: string, commit: string): Promise<string> {
  for (let tries = 0; tries < 5; tries += 1) {
    const newest = await newestSnapshot(git, taskId);
    const ref = refNames.vault(taskId, (newest?.number ?? 0) + 1);
    const update = { ref, target: commit, expected: absent };
    if (await updateRefs(git, [update], `commit of ${taskId} put aside`)) return ref;
  }
  throw new Error(`Refs of ${taskId} kept moving while a commit was put aside.`);
}

/** Whether the worktree is still on `branch`; an agent may have switched away from it. */
export async function headIs(gitDirectory: string, branch: string): Promise<boolean> {
  const head = await readGitText(join(gitDirectory, 'HEAD'));
  return head?.trim() === `ref: ${branch}`;
}
