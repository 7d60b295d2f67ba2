import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import type { AttemptEffect } from '#shared/core/records/attempt-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { withStop } from '#main/system/stop-context.ts';
import { endCutOff } from './finish-attempt.ts';
import { mergeWork } from './merge-work.ts';
import { prepareAttempt, recordAttempt, runAttempt } from './attempt-steps.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';
import { endInterrupted, verifyWork } from './verify-work.ts';

/** Checks shorter than this are run in the merge train's turn rather than beside it. */
const shortCheckMs = 1_000;
const cutOffCodes: ReadonlySet<string> = new Set(['git-ended', 'stopped']);

/**
 * Carries one attempt from the phase it is in to its end: reads it from the store, does what its
 * machine asks for, reads it again. Every step may have been done before by a process that died.
 * @throws {FailureError} when a step could not be done for a reason outside the attempt
 */
export async function driveAttempt(
  parts: RunParts,
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
 * not come to its end, ends the attempt and not the run; what the agent did stays in its worktree. Only
 * a merge may have been carried out all the same: that is found out when the run is resumed.
 */
async function stoppable(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await withStop(session.stopSignalOf(attempt.id), step);
  } catch (error) {
    if (!isCutOff(error) || session.isHalted || attempt.phase === 'merging') throw error;
    const { message, action } = error.failure;
    endCutOff(parts, session, attempt, `${message} ${action}`);
  }
}

/** Whether something was ended because it was stopped, or took too long. */
function isCutOff(error: unknown): error is FailureError {
  return error instanceof FailureError && cutOffCodes.has(error.failure.code);
}

async function perform(
  parts: RunParts,
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
    case 'verify_work':
      return verify(parts, session, attempt);
    case 'merge_work':
      return inTrain(parts, session, attempt, async () => merge(parts, session, attempt));
    default:
      return assertNever(effect, 'attempt effect');
  }
}

/**
 * One candidate of an epic at a time: the merge train (SPEC section 7.4). Who is stopped before its turn
 * leaves; but not with a merge that may have been carried out before a crash.
 */
async function inTrain(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  work: () => Promise<void>,
): Promise<void> {
  const train = `train ${attempt.epicId}`;
  await parts.mutex.runUnless(session.stopSignalOf(attempt.id), train, work, async () => {
    if (attempt.phase === 'merging') await parts.mutex.run(train, work);
    else endInterrupted(parts, attempt, []);
  });
}

/**
 * Long checks run beside the train, on the epic as it stands; if it has moved by the time they are
 * done, the second check runs in the train, where nothing can overtake it. Short ones go there at once.
 */
async function verify(parts: RunParts, session: RunSession, attempt: Attempt): Promise<void> {
  const overtaken = session.overtaken.has(attempt.id);
  if (!overtaken && session.checkMs >= shortCheckMs) return verifyWork(parts, session, attempt);
  return inTrain(parts, session, attempt, async () => {
    await verifyWork(parts, session, attempt);
    const verified = parts.store.get('attempts', attempt.id);
    if (verified?.phase === 'merging') await merge(parts, session, verified);
  });
}

async function merge(parts: RunParts, session: RunSession, attempt: Attempt): Promise<void> {
  await mergeWork(parts, session, attempt);
  session.overtaken.add(attempt.id);
}
