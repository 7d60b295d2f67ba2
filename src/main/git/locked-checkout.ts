import { rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyForeignFile } from '#main/system/copy-into.ts';
import { ownIdentity } from '#main/system/process-identity.ts';
import { fileInTheWay } from './checkouts.ts';
import type { Checkout, Move } from './checkouts.ts';
import type { GitClient } from './client.ts';
import { ownLockText } from './dead-locks.ts';
import { finishMove } from './cut-off-move.ts';
import { GitError } from './git-error.ts';
import { gitNames } from './git-text.ts';

/** A checkout that nobody else changes by git: its index is locked until it is let go. */
export interface LockedCheckout {
  readonly checkout: Checkout;
  /**
   * Brings the files along after the branch has moved (git-read-tree, two trees). Changes nothing when a file
   * of the user, tracked or not, would be overwritten.
   * @throws {GitError} when it cannot be brought along
   */
  bringAlong(move: Move): Promise<void>;
  /** {@link bringAlong} where an earlier try may have been cut off in the middle. */
  finishAlong(move: Move): Promise<void>;
  release(): Promise<void>;
}

/** Prefix of the index that is made beside the one of the checkout. */
const draftPrefix = 'switchyard-index-';

/**
 * Locks the index of a checkout as git would, so that between the move of its branch and that of its files
 * nobody commits what is not brought along yet: it would take the work out again. Null when another process
 * has the lock and keeps it. The lock says whose it is: one that a killed process left is taken over.
 */
export async function lockCheckout(
  git: GitClient,
  checkout: Checkout,
): Promise<LockedCheckout | null> {
  const { gitDirectory } = checkout;
  const lock = join(gitDirectory, 'index.lock');
  if (!(await take(lock)) && !((await git.whenUnlocked(lock)) && (await take(lock)))) return null;
  // Whoever made these had the lock that is ours now.
  for (const name of await gitNames(gitDirectory)) {
    if (name.startsWith(draftPrefix)) await rm(join(gitDirectory, name), { force: true });
  }
  let isLocked = true;
  return {
    checkout,
    bringAlong: async (move) =>
      withDraft(gitDirectory, async (draft) => bringAlong(git.at(checkout.folder), draft, move)),
    finishAlong: async (move) =>
      withDraft(gitDirectory, async (draft) => finishMove(git.at(checkout.folder), draft, move)),
    async release() {
      if (isLocked) await rm(lock, { force: true });
      isLocked = false;
    },
  };
}

async function take(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, ownLockText(ownIdentity()), { flag: 'wx' });
    return true;
  } catch {
    // Where nothing can be written, nobody else locks it either.
    return false;
  }
}

/** Works on a copy of the index, because git would lock the index itself; then puts the copy in its place. */
async function withDraft(
  gitDirectory: string,
  work: (draft: string) => Promise<void>,
): Promise<void> {
  const index = join(gitDirectory, 'index');
  const draft = join(gitDirectory, `${draftPrefix}${process.pid}`);
  try {
    const { atimeMs, mtimeMs } = await stat(index);
    if (!(await copyForeignFile(index, draft))) throw new Error(`${index} cannot be read.`);
    // Git compares the content of files that are as young as the index, see takeSnapshot.
    await utimes(draft, Math.floor(atimeMs / 1000), Math.floor(mtimeMs / 1000));
    await work(draft);
    await rename(draft, index);
  } finally {
    for (const left of [draft, `${draft}.lock`]) await rm(left, { force: true });
  }
}

async function bringAlong(there: GitClient, draft: string, move: Move): Promise<void> {
  const args = ['read-tree', '-m', '-u', move.before, move.after];
  // Files that were only touched would pass for changed ones.
  const refresh = ['update-index', '-q', '--refresh'];
  await there.run(refresh, { allowedExitCodes: [1], indexFile: draft });
  const obstacle = await fileInTheWay(there, move);
  if (obstacle !== null) throw new GitError('other', args, null, `${obstacle} is in the way`);
  await there.run(args, { indexFile: draft, settings: ['core.fsync=committed,index'] });
}
