import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dropEndedIntents } from '#main/landing/drop-intents.ts';
import { deleteMergedBranches } from '#main/landing/merged-branches.ts';
import { record } from '#main/store/record.ts';
import type { HostParts } from './host-parts.ts';

/**
 * Gives back what a run no longer needs: worktrees that hold no unfinished work, task branches whose
 * work is archived, temporary files. Each worktree is removed only with the proof that its content is
 * kept (SPEC section 7.2).
 */
export async function cleanUpAfterRun(parts: HostParts): Promise<void> {
  const steps = [
    async () => removeFreeWorktrees(parts),
    async () => deleteMergedBranches(parts.landing),
    async () => dropEndedIntents(parts.landing),
    async () => emptyFolder(parts.paths.temporary),
  ];
  const problems: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      // One thing that stays must not keep the others from being tidied up.
      problems.push(error);
    }
  }
  if (problems.length > 0) throw problems[0];
}

async function removeFreeWorktrees(parts: HostParts): Promise<void> {
  const slots = parts.store.all('worktrees');
  const removed = await parts.worker.tidy({
    keep: slots.filter((slot) => slot.reserved).map((slot) => slot.id),
    owners: Object.fromEntries(
      slots.flatMap(({ id, taskId }) => (taskId === null ? [] : [[id, taskId]])),
    ),
  });
  if (removed.length === 0) return;
  record(
    parts,
    removed.map((id) => ({ to: 'worktrees', document: { id, taskId: null, reserved: false } })),
  );
}

/** Removes what is left of temporary indexes and the like. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
