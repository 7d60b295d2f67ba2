import { FailureError } from '#shared/lib/failure.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import type { TidyOrder } from './orders.ts';
import { tearDown } from './teardown.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.tidy}. */
export async function removeFreeWorktrees(
  parts: WorkerParts,
  { keep, owners }: TidyOrder,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await parts.pool.list()) {
    if (keep.includes(name)) continue;
    const { worktree } = await parts.pool.open(name, 'HEAD');
    if (await removeIfSafe(parts, worktree, owners[name] ?? name)) removed.push(name);
  }
  // What its setup took is given back also where somebody has deleted the folder itself.
  for (const { name, lease } of await parts.pool.gone()) {
    if (keep.includes(name)) continue;
    await tearDown(parts, lease.teardown, { name, folder: parts.repository.root });
    await parts.pool.forget(name, lease);
    removed.push(name);
  }
  return removed;
}

/** False, with the worktree as it was, when its content cannot be kept elsewhere. */
async function removeIfSafe(
  parts: WorkerParts,
  worktree: Worktree,
  taskId: string,
): Promise<boolean> {
  const { pool, logger } = parts;
  try {
    const proof = await pool.proveSafe(worktree, taskId);
    const lease = await pool.leaseIn(worktree);
    await tearDown(parts, lease?.teardown ?? null, worktree);
    await pool.remove(worktree, proof);
    return true;
  } catch (error) {
    // One that refuses must not keep the others from going.
    if (!(error instanceof FailureError)) throw error;
    logger.warn(`The worktree ${worktree.folder} stays: ${error.message}`);
    return false;
  }
}
