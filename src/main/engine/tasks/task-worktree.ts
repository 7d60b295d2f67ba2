import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The folder with a task's work as its agent left it; null when its worktree is another task's by now. */
export function worktreeOf({ store, paths }: Workspace, taskId: string): string | null {
  const slot = store.find('worktrees', 'task_id', taskId).find(({ reserved }) => reserved);
  return slot === undefined ? null : join(paths.worktrees, slot.id);
}

/** {@link worktreeOf}, or why there is none. */
export function presentWorktreeOf(workspace: Workspace, taskId: string): Result<string, Failure> {
  const folder = worktreeOf(workspace, taskId);
  if (folder !== null) return ok(folder);
  const message = `The worktree of ${taskId} is not there any more.`;
  return err(failure('no-worktree', message, 'Its work is kept in Snapshots.'));
}
