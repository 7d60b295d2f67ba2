import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { landingMachine } from '#shared/core/records/landing-machine.ts';
import type { LandingEnding } from '#shared/core/records/landing-machine.ts';
import { blockedEnding, cutOffEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Landing, LandingOutcome } from '#shared/model/landing.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import { hasMoved } from './branch-checkout.ts';
import { changeToLand } from './change-to-land.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';
import { stopReasonOf, stopText } from './stop-landing.ts';
import { taskFate } from './task-fate.ts';

type EndParts = Pick<LandingParts, 'store' | 'clock' | 'ids'>;

/**
 * Ends a landing of new work short of its branch, and says what becomes of its task, in one transaction with
 * `known`. The worktree stays with the task.
 */
export function endShort(
  parts: EndParts,
  landing: Landing,
  ending: AttemptEnding,
  known: readonly Entry[] = [],
): void {
  const at = timestamp(parts);
  const { attempt } = changeToLand(parts, landing);
  const command = { kind: 'end', ending: landingEnding(ending), at } as const;
  // A request to stop may have been written since the landing was read.
  const stopped = { ...landing, stopReason: stopReasonOf(parts, landing) };
  const ended = landingMachine.evolve(stopped, { ...command, kind: 'ended' });
  const { settings } = required(parts.store, 'runs', attempt.runId);
  record(parts, [
    ...known,
    { to: 'landings', id: landing.id, command },
    ...taskFate(parts, { attempt, landing: ended }, settings).entries,
  ]);
}

/** What a landing ends with whose work came to such an end. */
function landingEnding({ outcome, ...rest }: AttemptEnding): LandingEnding {
  const isSentBack = outcome === 'failed' || outcome === 'rejected';
  return { ...rest, outcome: outcomeOf(outcome), refusedBy: isSentBack ? 'checks' : null };
}

function outcomeOf(outcome: AttemptEnding['outcome']): LandingOutcome {
  switch (outcome) {
    case 'failed':
    case 'rejected':
      return 'returned';
    case 'blocked':
    case 'conflict':
    case 'interrupted':
      return outcome;
    case 'delivered':
    case 'merged':
    case 'rate_limited':
      throw new Error(`A landing cannot end as ${outcome}.`);
    default:
      return assertNever(outcome, 'outcome of an attempt');
  }
}

/** Ends a landing that was stopped before it had anything to move. */
export function endInterrupted(parts: EndParts, landing: Landing): void {
  const { attempt } = changeToLand(parts, landing);
  const problem = stopText(parts, landing, ' during verification');
  endShort(parts, landing, cutOffEnding({ problem, changes: attempt.changes }));
}

/** Ends a landing that waits, because nobody will do any more what it waits for. */
export function withdrawLanding(parts: EndParts, landingId: string, reason: string): void {
  const landing = required(parts.store, 'landings', landingId);
  if (landing.phase !== 'ended') endShort(parts, landing, interruptedEnding(reason));
}

/**
 * Ends a landing of which a step could not be done, for a reason that lies in the worktree of its work:
 * interrupted when it was stopped anyway, else blocked. Nothing is taken from the worktree, which stays the
 * task's.
 */
export function endCutOffLanding(
  parts: LandingParts,
  host: Pick<LandingHost, 'stopSignalOf'>,
  landing: Landing,
  reason: string,
): void {
  const { worktree } = changeToLand(parts, landing).attempt;
  const isStopped = host.stopSignalOf(landing.id).aborted;
  const stopped = isStopped ? `${stopText(parts, landing, '')} ` : '';
  const folder = worktree === null ? null : parts.worker.folderOf(worktree);
  const kept = folder === null ? '' : ` What it did is in ${folder} as it was left.`;
  const problem = `${stopped}${reason}${kept}`;
  endShort(parts, landing, isStopped ? interruptedEnding(problem) : blockedEnding(problem));
}

/**
 * A sentence on what a landing that ends short has moved all the same, or may have; empty when nothing has moved.
 * It ends so only where its receipt could not be written, whatever was tried.
 */
export async function whatHasMoved(
  parts: Pick<LandingParts, 'git'>,
  { phase, intent }: Landing,
): Promise<string> {
  const first = phase === 'landing' ? intent?.parts[0] : undefined;
  if (first === undefined) return '';
  const branch = first.ref.replace('refs/heads/', '');
  const commit = first.commit.slice(0, 12);
  try {
    return (await hasMoved(parts, first))
      ? `${branch} has its work as ${commit} all the same.`
      : '';
  } catch {
    return `Whether ${branch} has its work as ${commit} could not be found out.`;
  }
}
