import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { IdSource } from '#shared/lib/ids.ts';
import type { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { GitClient } from '#main/git/client.ts';
import { treeChanges, treeOf } from '#main/git/commits.ts';
import { takeSnapshot, treeOfFiles } from '#main/git/snapshot.ts';
import { keepIgnored } from './ignored-files.ts';
import { KeptContent, keptSince, noteKept } from './kept-content.ts';
import { readLease } from './lease.ts';
import { lookAt } from './look-at.ts';
import { keepSubmodules } from './submodules.ts';
import type { TreeFolder } from './tree-folder.ts';

/** Something in a worktree that no commit can keep. */
export interface NotKept {
  readonly path: string;
  readonly reason: 'repository' | 'refused' | 'ignored';
}

export interface KeepDependencies {
  /** Git in the user's repository. */
  readonly git: GitClient;
  readonly mutex: KeyedMutex;
  readonly ids: IdSource;
}

/**
 * Keeps all that a worktree has in commits that refs keep, of the task that it was last given to, else of `taskId`.
 * @returns the proof, or what stands in its way
 */
export async function keepContent(
  { git, mutex, ids }: KeepDependencies,
  tree: TreeFolder,
  taskId: string,
): Promise<KeptContent | NotKept> {
  const known = await keptSince(tree);
  if (known !== null) return new KeptContent(tree.name, known.keptIn);
  const lease = await readLease(tree.notes);
  const parent = lease?.holder?.base ?? lease?.madeFrom ?? (await git.text(['rev-parse', 'HEAD']));
  if (lease?.holder?.isReady !== true && (await isHalfMade(git, tree, parent))) {
    return new KeptContent(tree.name, parent);
  }
  const owner = lease?.holder?.taskId ?? taskId;
  const request = {
    taskId: owner,
    parent,
    message: `${owner}: content of worktree ${tree.name} before its reuse`,
    number: 1,
    moveBranch: false,
    keepsHistory: true,
    keepsBase: false,
  };
  const snapshot = await takeSnapshot(request, { git, tree, mutex, ids });
  const [first] = snapshot.left;
  if (first !== undefined) return first;
  const look = snapshot.look ?? (await lookAt(tree));
  const ignored = await keepIgnored({ git, tree }, { taskId: owner, parent }, look);
  await keepSubmodules({ git, tree }, { taskId: owner, parent });
  const [most] = ignored.paths;
  if (most !== undefined && ignored.keptIn === null) return { path: most, reason: 'ignored' };
  await noteKept(tree, snapshot.vaultRef, look);
  return new KeptContent(tree.name, snapshot.vaultRef);
}

/** Whether it has nothing but files of the commit that it was being made from. */
async function isHalfMade(git: GitClient, tree: TreeFolder, base: string): Promise<boolean> {
  const { written, left } = await treeOfFiles(tree, base);
  if (left.length > 0) return false;
  if (written === (await treeOf(git, base))) return true;
  return (await treeChanges(git, base, written)).every(({ status }) => status === 'deleted');
}

const reasons: Readonly<Record<NotKept['reason'], string>> = {
  repository: 'is a git repository of its own, which a snapshot cannot hold',
  refused: 'could not be taken into a snapshot',
  ignored: 'is ignored by git and too large for the vault',
};

/** Why a worktree stays. */
export function notKept(folder: string, { path, reason }: NotKept): FailureError {
  return new FailureError(
    failure(
      reason === 'repository' ? 'embedded-repository' : 'content-not-kept',
      `${join(folder, path)} ${reasons[reason]}.`,
      'Move it out of the worktree or delete it, then run again.',
    ),
  );
}
