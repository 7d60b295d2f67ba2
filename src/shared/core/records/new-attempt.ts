import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';

/** A fresh attempt at the first of its phases. */
export function newAttempt(
  task: Pick<Task, 'id' | 'epicId' | 'life'>,
  details: Pick<Attempt, 'id' | 'runId' | 'number' | 'role' | 'agent' | 'resumes' | 'createdAt'> & {
    readonly worktree: string;
  },
): Attempt {
  return {
    taskId: task.id,
    epicId: task.epicId,
    life: task.life,
    ...details,
    phase: 'preparing',
    outcome: null,
    branch: `agent/${task.id}`,
    baseCommit: null,
    process: null,
    exitCode: null,
    report: null,
    usage: null,
    interrupted: false,
    stopReason: null,
    rateLimitedUntil: null,
    refusedLogin: false,
    cannotStart: false,
    commit: null,
    tree: null,
    vaultRef: null,
    changes: null,
    mergeIntent: null,
    problem: null,
    failureSignature: null,
    conflicts: [],
    carryForward: null,
    startedAt: null,
    endedAt: null,
  };
}
