import { moveToCommit, restoreTree, showsItsIndex } from '#main/git/restore-tree.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { LayOutOrder } from './orders.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.layOut}. */
export async function layOutForRepair(
  { pool }: Pick<WorkerParts, 'pool'>,
  { worktree: slot, base, branch, commit, work, taskId, number }: LayOutOrder,
): Promise<void> {
  const { worktree, isNew } = await pool.open(slot, base);
  if (isNew) return;
  if (!(await showsItsIndex(worktree))) {
    // Something that the agent left running may have written after its work was recorded.
    const message = `${taskId}: attempt ${number}, what was found after its end`;
    await takeSnapshot(
      { taskId, parent: work, message, number: number + 1, moveBranch: false },
      pool.snapshotDependencies(worktree),
    );
  }
  await moveToCommit(worktree, branch, commit);
  await restoreTree(worktree, commit, { untracked: 'remove' });
}
