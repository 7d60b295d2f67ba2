import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { dropEndedIntents } from '#main/landing/drop-intents.ts';
import { dropLeftPins } from '#main/landing/drop-pins.ts';
import { freeCheckouts } from '#main/landing/free-checkouts.ts';
import { deleteMergedBranches } from '#main/landing/merged-branches.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { writeOwed } from '#main/task-files/write-back.ts';
import type { HostParts } from './host-parts.ts';

/**
 * Gives back what a run no longer needs: worktrees that hold no unfinished work, task branches whose
 * work is archived, temporary files. Each worktree is removed only with the proof that its content is
 * kept (SPEC section 7.2).
 */
export async function cleanUpAfterRun(parts: HostParts): Promise<void> {
  const steps = [
    async () => writeOwed(parts.taskFiles),
    async () => removeFreeWorktrees(parts),
    async () => dropLeftPins(parts.landing),
    async () => deleteMergedBranches(parts.landing),
    async () => dropEndedIntents(parts.landing),
    async () => freeCheckouts(parts.landing),
    async () => emptyFolder(parts.paths.temporary),
    async () => reportPutAside(parts),
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

/**
 * Names folders that were put aside beside the worktrees, because they could not be shown to hold nothing that is
 * nowhere else; each once.
 */
async function reportPutAside(parts: HostParts): Promise<void> {
  const { worktrees } = parts.paths;
  const names = (await readdir(worktrees).catch(() => [])).filter((name) => putAside.test(name));
  if (names.length === 0) return;
  const said = new Set(parts.store.all('notifications').map(({ text }) => text));
  const run = parts.store.all('runs').at(-1);
  for (const name of names) {
    const text = `${join(worktrees, name)} was put aside: what it holds may be in no commit. Look through it, and delete it when you need nothing of it.`;
    if (said.has(text) || run === undefined) continue;
    record(parts, [notification(parts, 'repository_notice', text, { kind: 'run', id: run.id })]);
  }
}

/** How folders are called that were put aside, beside the one that they were. */
const putAside = /-kept-[0-9a-z]+$/;

/** Removes what is left of temporary indexes and the like. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
