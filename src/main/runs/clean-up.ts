import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '#shared/lib/failure.ts';
import { findCheckout } from '#main/git/checkouts.ts';
import {
  absent,
  isAncestor,
  listRefs,
  refNames,
  resolveCommit,
  updateRefs,
} from '#main/git/refs.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { record } from '#main/store/record.ts';
import type { RunParts } from './run-parts.ts';

/**
 * Gives back what a run no longer needs: worktrees that hold no unfinished work, task branches whose
 * work is archived, temporary files. Each worktree is removed only with the proof that its content is
 * kept (SPEC section 7.2).
 */
export async function cleanUpAfterRun(parts: RunParts): Promise<void> {
  await removeFreeWorktrees(parts);
  await deleteMergedBranches(parts);
  await emptyFolder(parts.paths.temporary);
}

async function removeFreeWorktrees(parts: RunParts): Promise<void> {
  const held = new Set(
    parts.store
      .all('worktrees')
      .filter((slot) => slot.held)
      .map((slot) => slot.id),
  );
  for (const name of await parts.pool.list()) {
    if (held.has(name)) continue;
    const { worktree } = await parts.pool.open(name, 'HEAD');
    const taskId = parts.store.get('worktrees', name)?.taskId ?? name;
    const isRemoved = await removeIfSafe(parts, worktree, taskId);
    if (!isRemoved) continue;
    record(parts, [{ to: 'worktrees', document: { id: name, taskId: null, held: false } }]);
  }
}

/** False, with the worktree as it was, when its content cannot be kept elsewhere. */
async function removeIfSafe(parts: RunParts, worktree: Worktree, taskId: string): Promise<boolean> {
  try {
    await parts.pool.remove(worktree, await parts.pool.proveSafe(worktree, taskId));
    return true;
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'embedded-repository') {
      throw error;
    }
    parts.logger.warn(`The worktree ${worktree.folder} stays: ${error.message}`);
    return false;
  }
}

/** Deletes `agent/<task>` where the task has a receipt and the archive holds the branch's work. */
async function deleteMergedBranches(parts: RunParts): Promise<void> {
  const prefix = 'refs/heads/agent/';
  const updates = [];
  for (const { ref, target } of await listRefs(parts.git, prefix)) {
    const taskId = ref.slice(prefix.length);
    const receipts = parts.store.find('receipts', 'task_id', taskId);
    const merged = receipts.length > 0 && receipts.at(-1)?.kind !== 'revert';
    const holder = parts.store.find('worktrees', 'task_id', taskId).some((slot) => slot.held);
    if (!merged || holder) continue;
    // Somebody looks at it: without its branch that checkout would show nothing but changes.
    if ((await findCheckout(parts.git, parts.repository.commonDirectory, ref)) !== null) continue;
    if (await isKept(parts, taskId, target)) {
      updates.push({ ref, target: absent, expected: target });
    }
  }
  if (updates.length > 0) await updateRefs(parts.git, updates, 'merged task branches');
}

/** The branch shows the archived work itself, or the merge commit that the epic has. */
async function isKept(parts: RunParts, taskId: string, commit: string): Promise<boolean> {
  const archived = await resolveCommit(parts.git, refNames.archive(taskId));
  if (archived !== null && (await isAncestor(parts.git, commit, archived))) return true;
  return parts.store
    .find('receipts', 'task_id', taskId)
    .some((receipt) => receipt.headAfter === commit);
}

/** Removes what is left of temporary indexes and the like. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
