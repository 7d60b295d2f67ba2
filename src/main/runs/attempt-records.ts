import type { AgentExit } from '#shared/core/attempt-machine.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Attempt, Role } from '#shared/model/attempt.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import type { Task } from '#shared/model/task.ts';
import type { Entry } from '#main/store/ledger.ts';
import { commit } from '#main/store/ledger.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { RunParts } from './run-parts.ts';

/** The current time as records keep it. */
export function timestamp(parts: Pick<RunParts, 'clock'>): string {
  return isoTime(parts.clock.now());
}

/**
 * Writes entries that the machines cannot refuse as things stand; a refusal means that another
 * process changed the same records.
 * @throws {FailureError} with the refusal
 */
export function record(parts: Pick<RunParts, 'store'>, entries: readonly Entry[]): void {
  const written = commit(parts.store, entries);
  if (!written.ok) throw new FailureError(written.error);
}

/**
 * {@link record} for steps on the way to a result: if the power fails, an attempt may be found a step
 * further back, which recovery takes as it takes any other. Its work, its evidence and its merge are
 * never written this way.
 */
export function recordStep(parts: Pick<RunParts, 'store'>, entries: readonly Entry[]): void {
  const written = commit(parts.store, entries, 'process');
  if (!written.ok) throw new FailureError(written.error);
}

/** A fresh attempt at the first of its phases. */
export function newAttempt(
  parts: Pick<RunParts, 'clock' | 'ids'>,
  task: Pick<Task, 'id' | 'epicId'>,
  details: {
    readonly runId: string;
    readonly number: number;
    readonly role: Role;
    readonly agent: string;
    readonly resumes: string | null;
    readonly worktree: string;
  },
): Attempt {
  return {
    id: parts.ids.next('attempt'),
    taskId: task.id,
    epicId: task.epicId,
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
    createdAt: timestamp(parts),
    startedAt: null,
    endedAt: null,
  };
}

/** The exit of an agent that was cut off: no report, no numbers, its work stands as it is. */
export function interruptedExit(problem: string): AgentExit {
  return {
    exitCode: null,
    report: {
      status: 'unknown',
      origin: 'none',
      tokens: null,
      modified: [],
      created: [],
      errorType: null,
      message: '',
      summary: null,
      criteriaMet: null,
      blockerDiscovered: false,
    },
    usage: { tokens: null, tokenSource: 'none', costUsd: null },
    interrupted: true,
    rateLimitedUntil: null,
    refusedLogin: false,
    cannotStart: false,
    problem,
  };
}

/** Why a person stopped the attempt, as the store says right now; null when nobody did. */
export function stopWish(
  { store }: Pick<RunParts, 'store'>,
  { id }: Pick<Attempt, 'id'>,
): string | null {
  return store.get('attempts', id)?.stopReason ?? null;
}

/** What ended an attempt before it was done: a person's wish for its task, or the run's own end. */
export function stopProblem(
  parts: Pick<RunParts, 'store'>,
  attempt: Pick<Attempt, 'id'>,
  when: string,
): string {
  const reason = stopWish(parts, attempt);
  return reason === null ? `The run was stopped${when}.` : `The task was stopped${when}: ${reason}`;
}

/** An inbox entry (SPEC section 4). */
export function notification(
  parts: Pick<RunParts, 'clock' | 'ids'>,
  type: NotificationType,
  text: string,
  subject: Notification['subject'],
  detail?: string,
): Entry {
  const document: Notification = {
    id: parts.ids.next('notification'),
    type,
    text,
    ...(detail === undefined ? {} : { detail }),
    subject,
    read: false,
    createdAt: timestamp(parts),
  };
  return { to: 'notifications', document };
}

/** Attempts of a task since it was last opened by a person, oldest first. */
export function attemptsOfThisLife(
  parts: Pick<RunParts, 'store'>,
  task: Pick<Task, 'id' | 'dispatches'>,
): readonly Attempt[] {
  const attempts = parts.store.find('attempts', 'task_id', task.id);
  const lastMerged = attempts.findLastIndex((attempt) => attempt.outcome === 'merged');
  return attempts.slice(lastMerged + 1);
}
