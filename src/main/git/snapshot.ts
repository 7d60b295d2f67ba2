import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { IdSource } from '#shared/lib/ids.ts';
import type { GitClient } from './client.ts';
import { commitTree, treeOf } from './commits.ts';
import { absent, listRefs, refNames, resolveCommit, updateRefs } from './refs.ts';

export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly vaultRef: string;
}

export interface SnapshotRequest {
  readonly taskId: string;
  /** Commit the work stands on, as far as the caller knows; the worktree's HEAD decides. */
  readonly parent: string;
  readonly message: string;
  /** Number the new vault ref gets if it is free. */
  readonly number: number;
  /** Whether the task's branch moves to the snapshot as well. */
  readonly moveBranch: boolean;
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
 */
export async function snapshotTree(dependencies: SnapshotDependencies): Promise<string> {
  const { git, gitDirectory, temporaryFolder, ids } = dependencies;
  const indexFile = join(temporaryFolder, ids.next('index'));
  try {
    await copyFile(join(gitDirectory, 'index'), indexFile);
    await git.run(['add', '--all', '--', '.'], { indexFile });
    return await git.text(['write-tree'], { indexFile });
  } finally {
    await rm(indexFile, { force: true });
    await rm(`${indexFile}.lock`, { force: true });
  }
}

/**
 * Keeps the worktree's content as a commit under one of the task's vault refs (SPEC section 7.3).
 * Content that the newest vault ref already holds is not stored twice, so that the step may be
 * repeated after a crash.
 */
export async function takeSnapshot(
  request: SnapshotRequest,
  dependencies: SnapshotDependencies,
): Promise<Snapshot> {
  const tree = await snapshotTree(dependencies);
  const branch = refNames.taskBranch(request.taskId);
  const onBranch = await headIs(dependencies.gitDirectory, branch);
  if (onBranch) {
    const first = await store(request, request.number, request.parent, tree, dependencies);
    if (first !== null) return first;
  }
  for (let tries = 0; tries < 5; tries += 1) {
    const kept = await newestSnapshot(dependencies.git, request.taskId);
    const parent = (await resolveCommit(dependencies.git, 'HEAD')) ?? request.parent;
    if (kept !== null && kept.tree === tree && (kept.commit === parent || !request.moveBranch)) {
      return { commit: kept.commit, tree, vaultRef: kept.vaultRef };
    }
    const stored = await store(request, (kept?.number ?? 0) + 1, parent, tree, dependencies);
    if (stored !== null) return stored;
  }
  throw new Error(`Refs of ${request.taskId} kept moving during a snapshot.`);
}

/** One try to store the tree as vault ref `number`; null when a ref was not as expected. */
async function store(
  request: SnapshotRequest,
  number: number,
  parent: string,
  tree: string,
  { git }: SnapshotDependencies,
): Promise<Snapshot | null> {
  const { taskId, message } = request;
  const commit = await commitTree(git, { tree, parents: [parent], message });
  const vaultRef = refNames.vault(taskId, number);
  const updates = [{ ref: vaultRef, target: commit, expected: absent }];
  if (request.moveBranch) {
    const branch = refNames.taskBranch(taskId);
    const current = parent === request.parent ? parent : await resolveCommit(git, branch);
    updates.push({ ref: branch, target: commit, expected: current ?? absent });
  }
  const done = await updateRefs(git, updates, `snapshot of ${taskId}`);
  return done ? { commit, tree, vaultRef } : null;
}

/** The task's snapshot with the highest number; null when it has none. */
export async function newestSnapshot(
  git: GitClient,
  taskId: string,
): Promise<(Snapshot & { readonly number: number }) | null> {
  const prefix = refNames.vaultPrefix(taskId);
  const refs = await listRefs(git, prefix);
  const numbered = refs.map(({ ref, target }) => ({
    vaultRef: ref,
    commit: target,
    number: Number(ref.slice(prefix.length)),
  }));
  const newest = numbered.toSorted((left, right) => right.number - left.number)[0];
  return newest === undefined ? null : { ...newest, tree: await treeOf(git, newest.commit) };
}

/** Whether the worktree is still on `branch`; an agent may have switched away from it. */
async function headIs(gitDirectory: string, branch: string): Promise<boolean> {
  const head = await readFile(join(gitDirectory, 'HEAD'), 'utf8');
  return head.trim() === `ref: ${branch}`;
}
