import { workersIn } from '#main/system/left-processes.ts';
import { restoreTree } from '#main/git/restore-tree.ts';
import type { CheckOrder, CheckResult, WorkWatch } from '#main/work/orders.ts';
import type { WorkerParts } from '#main/work/worker-parts.ts';
import { runCommands } from './run-commands.ts';
import type { CheckPlace } from './run-commands.ts';

type Worked = NonNullable<CheckOrder['worktree']>;

/** What is known of a worktree in which an agent has worked: little. */
export function worktreePlace(
  { paths }: Pick<WorkerParts, 'paths'>,
  { worktree, attemptId }: Worked,
): Omit<CheckPlace, 'restore'> {
  const folder = `${paths.worktrees}/${worktree}`;
  // What the agent left there is nowhere else, so that no other check has the same.
  return { folder, room: 'worktree', dependencies: `left by ${attemptId}` };
}

/**
 * Checks a tree where the work was done, with all that the agent left there and git ignores: `verify.room: worktree`.
 * The evidence says so.
 */
export async function checkInWorktree(
  parts: WorkerParts,
  order: CheckOrder,
  worked: Worked,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  const { worktree } = await parts.pool.open(worked.worktree, worked.base);
  const restore = async (): Promise<void> =>
    restoreTree(worktree, order.commit, { untracked: 'keep' });
  await restoreTree(worktree, order.commit, { untracked: 'remove' });
  const place = { ...worktreePlace(parts, worked), restore };
  const results = await runCommands(parts, order, place, watch, stop);
  const process = order.of?.process ?? null;
  if (process !== null) {
    const strangers = workersIn(worktree.folder, process);
    if (strangers.length > 0) watch({ kind: 'strangers', processes: strangers });
  }
  // The next attempt finds the work as it was recorded, and not what the epic made of it.
  await restoreTree(worktree, worked.work.commit, { untracked: 'remove' });
  return results;
}
