import { FailureError } from '#shared/lib/failure.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import type { TidyOrder } from './orders.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.tidy}. */
export async function removeFreeWorktrees(
  parts: Pick<WorkerParts, 'pool' | 'logger'>,
  { keep, owners }: TidyOrder,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for (const name of await parts.pool.list()) {
    if (keep.includes(name)) continue;
    const { worktree } = await parts.pool.open(name, 'HEAD');
    if (await removeIfSafe(parts, worktree, owners[name] ?? name)) removed.push(name);
  }
  return removed;
}

/** False, with the worktree as it was, when its content cannot be kept elsewhere. */
async function removeIfSafe(
  { pool, logger }: Pick<WorkerParts, 'pool' | 'logger'>,
  worktree: Worktree,
  taskId: string,
): Promise<boolean> {
  try {
    await pool.remove(worktree, await pool.proveSafe(worktree, taskId));
    return true;
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'embedded-repository') {
      throw error;
    }
    logger.warn(`The worktree ${worktree.folder} stays: ${error.message}`);
    return false;
  }
}
