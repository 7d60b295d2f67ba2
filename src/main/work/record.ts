import { basename, dirname } from 'node:path';
import { coversPath, isPattern } from '#shared/core/paths/path-cover.ts';
import { failure, FailureError } from '#shared/lib/failure.ts';
import { commitChanges, groupChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { literalPath } from '#main/git/file-content.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { earlierAttempt } from '#main/git/worktrees/lease.ts';
import { keepIgnored } from '#main/git/worktrees/ignored-files.ts';
import { lookAt } from '#main/git/worktrees/look-at.ts';
import { keepSubmodules } from '#main/git/worktrees/submodules.ts';
import { noteKept } from '#main/git/worktrees/kept-content.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { plainText } from '#main/verify/output-tail.ts';
import { transcriptFile } from '#main/workspace/attempt-files.ts';
import type { RecordedWorks, RecordOrder } from './orders.ts';
import type { WorkerParts } from './worker-parts.ts';

const lastOutputBytes = 8 * 1024;

/** See {@link Worker.record}. */
export async function recordWork(parts: WorkerParts, order: RecordOrder): Promise<RecordedWorks> {
  const { taskId, base, message, number, attemptId } = order;
  const { worktree } = await parts.pool.open(order.worktree, base);
  await isHolder(parts, worktree, order);
  const snapshot = await takeSnapshot(
    { taskId, parent: base, message, number, moveBranch: true, keepsHistory: true },
    parts.pool.snapshotDependencies(worktree),
  );
  const { commit, tree, vaultRef, isDirect, base: baseCommit, left, look: known } = snapshot;
  const place = { git: parts.git, tree: worktree };
  const [differences, look] = await Promise.all([
    commitChanges(parts.git, baseCommit, commit),
    known ?? lookAt(worktree),
  ]);
  const seen = left.length === 0 ? look : null;
  const ignored = await keepIgnored(place, { taskId, parent: commit }, seen);
  const submodules = await keepSubmodules(place, { taskId, parent: commit });
  // Only what is kept as a whole need not be looked at again before the worktree is used for another task.
  const isWhole = left.length === 0 && (ignored.paths.length === 0 || ignored.keptIn !== null);
  if (isWhole) await noteKept(worktree, vaultRef, look);
  const works = {
    work: { commit, tree, vaultRef, baseCommit, changes: groupChanges(differences) },
    differences,
    isDirect,
    left,
    submodules,
    ignored,
    presentFiles: await presentFiles(parts, order, commit, differences),
    lastOutput: await lastOutputOf(parts, attemptId),
  };
  return works;
}

/** @throws {FailureError} when the worktree is another attempt's by now, whose work this would take */
async function isHolder(
  { pool }: WorkerParts,
  worktree: Worktree,
  { attemptId, taskId }: RecordOrder,
): Promise<void> {
  const holder = await pool.holderOf(worktree);
  if (holder === null || holder.attemptId === attemptId) return;
  if (holder.attemptId === earlierAttempt && holder.taskId === taskId) return;
  throw new FailureError(
    failure(
      'worktree-taken',
      `The worktree ${worktree.folder} was given to ${holder.taskId} before the work of ${taskId} was kept.`,
      `What it had is in the vault of ${taskId}; run the task again.`,
    ),
  );
}

/** Which of the files the work has; git is asked only about those it did not touch. */
async function presentFiles(
  { git }: WorkerParts,
  { testFiles }: RecordOrder,
  commit: string,
  differences: readonly TreeChange[],
): Promise<readonly string[]> {
  const kept = differences.filter(({ status }) => status !== 'deleted').map(({ path }) => path);
  const isIn = (entry: string, paths: readonly string[]): boolean =>
    paths.some((path) => coversPath(entry, path));
  const unknown = testFiles.filter((entry) => !isIn(entry, kept));
  if (unknown.length === 0) return testFiles;
  // Git cannot be asked for a pattern: then all names are compared.
  const asked = unknown.some(isPattern) ? [] : unknown.map(literalPath);
  const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit, '--', ...asked];
  const listed = (await git.run(args)).stdout.split('\0').filter((path) => path !== '');
  return testFiles.filter((entry) => isIn(entry, kept) || isIn(entry, listed));
}

/** The end of what the attempt printed, for the next one: plain text, secrets masked. */
async function lastOutputOf(parts: WorkerParts, attemptId: string): Promise<string> {
  const path = transcriptFile(parts, attemptId);
  const opened = await openForeignFile(dirname(path), basename(path));
  const file = opened.ok ? opened.value : null;
  if (file === null) return '';
  try {
    const { size } = await file.stat();
    const length = Math.min(size, lastOutputBytes);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return parts.secrets.mask(plainText(buffer.toString('utf8')));
  } finally {
    await file.close();
  }
}
