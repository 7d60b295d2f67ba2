import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Task } from '#shared/model/task.ts';
import type { TaskTab } from '#renderer/lib/location.ts';

/** A tab that can show why a task is blocked. */
export type ExplainingTab = Extract<TaskTab, 'evidence' | 'terminal' | 'diff'>;

/**
 * The tab on which it can be seen why a blocked task is blocked: the failed check, what conflicted or was
 * rejected, else the agent's terminal. Null where its reason says all there is, as that of a person does.
 * `attempts` and `evidence` are the task's, oldest first.
 */
export function explainingTab(
  { status, startedAt, blockedReason }: Pick<Task, 'status' | 'startedAt' | 'blockedReason'>,
  attempts: readonly AttemptView[],
  evidence: readonly Pick<Evidence, 'attemptId' | 'verdict'>[],
): ExplainingTab | null {
  const last = attempts.at(-1);
  if (status !== 'blocked' || startedAt === null || last === undefined) return null;
  // One that got no further than the setup of its worktree has no terminal; from before the task was
  // reopened it explains nothing.
  if (last.startedAt === null || Date.parse(last.createdAt) < Date.parse(startedAt)) return null;
  if (last.outcome === 'conflict') return 'diff';
  const problem = last.stopReason ?? last.problem;
  if (problem !== null && blockedReason !== null && !blockedReason.includes(problem)) return null;
  const isChecked = evidence.some(
    ({ attemptId, verdict }) => attemptId === last.id && verdict !== 'passed',
  );
  if (isChecked) return 'evidence';
  return last.outcome === 'rejected' && hasChanges(last) ? 'diff' : 'terminal';
}

function hasChanges({ changes }: AttemptView): boolean {
  if (changes === null) return false;
  const { modified, created, deleted } = changes;
  return modified.length + created.length + deleted.length > 0;
}
