import { takeSnapshot } from '#main/git/snapshot.ts';
import type { LayOutOrder } from './orders.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.layOut}. */
export async function layOutForRepair(
  { pool, git }: Pick<WorkerParts, 'pool' | 'git'>,
  { worktree: slot, base, commit, work, taskId, number, branch }: LayOutOrder,
): Promise<void> {
  const { worktree, isNew } = await pool.open(slot, base);
  if (isNew) return;
  // Something that the agent left running may have written after its work was recorded.
  const message = `${taskId}: attempt ${number}, what was found after its end`;
  await takeSnapshot(
    {
      taskId,
      parent: work,
      message,
      number: number + 1,
      moveBranch: false,
      keepsHistory: true,
      keepsBase: false,
    },
    pool.snapshotDependencies(worktree),
  );
  const onto = await git.text(['rev-parse', '--verify', `${commit}^1`]);
  await pool.layOut(worktree, { commit, onto, branch });
}
