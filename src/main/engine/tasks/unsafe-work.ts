import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Store } from '#main/store/store.ts';

/**
 * Work that is in no commit yet, as far as the records show: of agents at work, and what an attempt
 * left in its worktree that ended before it was recorded. `isDriven` says whether a process lives that
 * will record it.
 */
export function unsafeWork(store: Store, isDriven: boolean): WorkspaceStatus['unsafe'] {
  const unrecorded = store.find('attempts', 'phase', 'running', 'recording');
  const atWork = unrecorded.map(({ taskId, worktree }) => ({
    taskId,
    isLate: !isDriven,
    reason: isDriven
      ? 'An agent works on it; its work is kept every three minutes, and committed when it ends.'
      : `Its agent was cut off; its work is in the worktree ${worktree ?? ''} only, until the run is resumed.`,
  }));
  const listed = new Set(atWork.map(({ taskId }) => taskId));
  const leftOver = store.all('worktrees').flatMap(({ id, taskId, reserved }) => {
    if (!reserved || taskId === null || listed.has(taskId)) return [];
    const last = store.find('attempts', 'task_id', taskId).at(-1);
    if (last === undefined || !endedUnrecorded(last)) return [];
    const reason = `The worktree ${id} contains work of it that is in no commit.`;
    return [{ taskId, isLate: true, reason }];
  });
  return [...atWork, ...leftOver];
}

/** Whether an agent had started, and its attempt ended without a commit of what it left. */
function endedUnrecorded({ phase, startedAt, commit, worktree }: Attempt): boolean {
  return phase === 'ended' && startedAt !== null && commit === null && worktree !== null;
}
