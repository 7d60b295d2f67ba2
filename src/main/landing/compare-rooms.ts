import { pathWords } from '#shared/core/paths/path-words.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Landing } from '#shared/model/landing.ts';
import { roomSettings, noteCheck } from './checks.ts';
import type { ChangeToLand } from './change-to-land.ts';
import { letsLand } from './known-failures.ts';
import type { LandingHost, LandingParts } from './landing-parts.ts';

/** Verdicts that what an agent left in its worktree may turn into another one. */
const comparable: ReadonlySet<Evidence['verdict']> = new Set([
  'failed',
  'could_not_run',
  'nothing_collected',
]);

/**
 * What to say of a check that does not pass in a clean room and passes where the agent worked: which of its files, that
 * git ignores, make the difference, and what a person can do. Null when they make none.
 */
export async function roomDifference(
  parts: LandingParts,
  host: LandingHost,
  landing: Landing,
  { attempt, base }: ChangeToLand,
  evidence: readonly Evidence[],
): Promise<string | null> {
  const failing = evidence.find((one) => !letsLand(one));
  if (failing === undefined || failing.room !== 'clean' || attempt.worktree === null) return null;
  if (!comparable.has(failing.verdict)) return null;
  const { id: attemptId, runId, taskId, number, worktree, branch } = attempt;
  const order = {
    runId,
    attemptId,
    taskId,
    number,
    worktree,
    branch,
    base,
    room: roomSettings(parts),
    variables: { SWITCHYARD_ATTEMPT_ID: attemptId },
    command: failing.command,
    outputFile: `${failing.id}-worktree.log`,
    timeoutMs: parts.config.commands.timeout_minutes * 60_000,
  };
  const watch = noteCheck(parts, host, landing);
  const compared = await parts.worker.compare(order, watch, host.stopSignalOf(landing.id));
  if (compared?.passes !== true) return null;
  return `It passes where the agent worked, which has files that git ignores and that would not land: ${pathWords(compared.ignored)}. If the work is in them, .gitignore leaves it out; if the checks need them, make them in worktree.setup, or check there with verify.room: worktree.`;
}
