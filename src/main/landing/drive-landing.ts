import { landingMachine } from '#shared/core/records/landing-machine.ts';
import type { LandingEffect } from '#shared/core/records/landing-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Landing } from '#shared/model/landing.ts';
import { required } from '#main/store/required.ts';
import { withStop } from '#main/system/stop-context.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { changeToLand } from './change-to-land.ts';
import { checkChange } from './check-change.ts';
import { roomSettings } from './checks.ts';
import { endCutOffLanding, endInterrupted } from './end-landing.ts';
import { landChange } from './land-change.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

/** Checks shorter than this are run in the branch's turn rather than beside it. */
const shortCheckMs = 1_000;
const cutOffCodes: ReadonlySet<string> = new Set(['git-ended', 'stopped']);

/**
 * Carries one landing from the phase it is in to its end, or to where it waits for somebody: reads it from the
 * store, does what its machine asks for, reads it again. Every step may have been done before by a process
 * that died.
 * @throws {FailureError} when a step could not be done for a reason outside the landing
 */
export async function driveLanding(
  parts: LandingParts,
  host: LandingHost,
  landingId: string,
): Promise<void> {
  for (;;) {
    const landing = required(parts.store, 'landings', landingId);
    const [effect] = landingMachine.effects(landing);
    if (effect === undefined) return;
    await stoppable(parts, host, landing, async () => perform(parts, host, landing, effect));
  }
}

/**
 * Does a step with the landing's stop signal around it. A step that had to be cut off, because git did not
 * come to its end, ends the landing and not the run. Only a ref may have moved all the same: that is found out
 * when the run is resumed.
 */
async function stoppable(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  step: () => Promise<void>,
): Promise<void> {
  try {
    await withStop(host.stopSignalOf(landing.id), step);
  } catch (error) {
    if (!isCutOff(error) || host.isHalted || landing.phase === 'landing') throw error;
    const { message, action } = error.failure;
    endCutOffLanding(parts, host, landing, `${message} ${action}`);
  }
}

/** Whether something was ended because it was stopped, or took too long. */
function isCutOff(error: unknown): error is FailureError {
  return error instanceof FailureError && cutOffCodes.has(error.failure.code);
}

async function perform(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  effect: LandingEffect,
): Promise<void> {
  switch (effect.kind) {
    case 'check':
      return check(parts, host, landing);
    case 'land':
      return inTurn(parts, host, landing, async () => land(parts, host, landing));
    case 'give_up':
      return endInterrupted(parts, landing);
    default:
      return assertNever(effect, 'landing effect');
  }
}

/**
 * One candidate of an epic at a time: the merge train (SPEC section 7.4). Who is stopped before its turn
 * leaves; but not with a ref that may have moved before a crash.
 */
async function inTurn(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  work: () => Promise<void>,
): Promise<void> {
  const train = `train ${landing.epicId}`;
  await parts.mutex.runUnless(host.stopSignalOf(landing.id), train, work, async () => {
    if (landing.phase === 'landing') await parts.mutex.run(train, work);
    else endInterrupted(parts, landing);
  });
}

/**
 * Long checks run beside the train, on the epic as it stands; if it has moved by the time they are
 * done, the second check runs in the train, where nothing can overtake it. Short ones go there at once.
 */
async function check(parts: LandingParts, host: LandingHost, landing: Landing): Promise<void> {
  const { overtaken, checkMs } = host.landing;
  if (!overtaken.has(landing.id) && checkMs >= shortCheckMs) {
    return checkChange(parts, host, landing);
  }
  const early = readyEarly(parts, host, landing);
  try {
    await inTurn(parts, host, landing, async () => {
      await checkChange(parts, host, landing);
      const checked = required(parts.store, 'landings', landing.id);
      if (checked.phase === 'landing') await land(parts, host, checked);
    });
  } finally {
    if (early !== null) await parts.worker.leave(early);
  }
}

/**
 * Has a room made ready while a landing waits for its turn: by the tree of the work, which differs from what is to be
 * checked by what lands before it.
 * @returns under which id
 */
function readyEarly(parts: LandingParts, host: LandingHost, landing: Landing): string | null {
  const { task, attempt, base: made, tree } = changeToLand(parts, landing);
  const { verify, commands } = parts.config;
  if (verify.room === 'worktree' || verificationCommands(task, commands).length === 0) return null;
  const onto = host.landing.lastEpicTip(task.epicId) ?? made;
  const { id, runId } = attempt;
  const order = { id, runId, tree, onto, variables: {}, worktree: null, room: roomSettings(parts) };
  // What fails is said in its turn.
  void parts.worker.stageEarly(order).catch(() => {});
  return id;
}

async function land(parts: LandingParts, host: LandingHost, landing: Landing): Promise<void> {
  await landChange(parts, host, landing);
  host.landing.overtaken.add(landing.id);
}
