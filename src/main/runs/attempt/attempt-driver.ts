import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import type { AttemptEffect } from '#shared/core/records/attempt-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { withStop } from '#main/system/stop-context.ts';
import { endCutOff } from './finish-attempt.ts';
import { prepareAttempt, recordAttempt, runAttempt } from './attempt-steps.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import type { RunSession } from '#main/runs/run-session.ts';

const cutOffCodes: ReadonlySet<string> = new Set(['git-ended', 'stopped']);

/**
 * Carries one attempt from the phase it is in to its end: reads it from the store, does what its
 * machine asks for, reads it again. Every step may have been done before by a process that died.
 * @throws {FailureError} when a step could not be done for a reason outside the attempt
 */
export async function driveAttempt(
  parts: HostParts,
  session: RunSession,
  attemptId: string,
): Promise<void> {
  for (;;) {
    const attempt = parts.store.get('attempts', attemptId);
    if (attempt === null) throw new Error(`There is no attempt ${attemptId}.`);
    const [effect] = attemptMachine.effects(attempt);
    if (effect === undefined) return;
    await stoppable(parts, session, attempt, async () => perform(parts, session, attempt, effect));
  }
}

/**
 * Does a step with the attempt's stop signal around it. A step that had to be cut off, because git did
 * not come to its end, ends the attempt and not the run; what the agent did stays in its worktree.
 */
async function stoppable(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await withStop(session.stopSignalOf(attempt.id), step);
  } catch (error) {
    if (!isCutOff(error) || session.isHalted) throw error;
    const { message, action } = error.failure;
    endCutOff(parts, session, attempt, `${message} ${action}`);
  }
}

/** Whether something was ended because it was stopped, or took too long. */
function isCutOff(error: unknown): error is FailureError {
  return error instanceof FailureError && cutOffCodes.has(error.failure.code);
}

async function perform(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
  effect: AttemptEffect,
): Promise<void> {
  switch (effect.kind) {
    case 'prepare_worktree':
      return prepareAttempt(parts, session, attempt);
    case 'run_agent':
      return runAttempt(parts, session, attempt);
    case 'record_work':
      return recordAttempt(parts, session, attempt);
    default:
      return assertNever(effect, 'attempt effect');
  }
}
