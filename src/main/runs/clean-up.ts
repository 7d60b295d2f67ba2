import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findCheckout } from '#main/git/checkouts.ts';
import {
  absent,
  isAncestor,
  listRefs,
  refNames,
  resolveCommit,
  updateRefs,
} from '#main/git/refs.ts';
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
  const slots = parts.store.all('worktrees');
  const removed = await parts.worker.tidy({
    held: slots.filter((slot) => slot.held).map((slot) => slot.id),
    owners: Object.fromEntries(
      slots.flatMap(({ id, taskId }) => (taskId === null ? [] : [[id, taskId]])),
    ),
  });
  if (removed.length === 0) return;
  record(
    parts,
    removed.map((id) => ({ to: 'worktrees', document: { id, taskId: null, held: false } })),
  );
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
