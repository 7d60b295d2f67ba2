import { reasonToGiveUp } from '#shared/core/rate-limits/park.ts';
import { runCapsNeared } from '#shared/core/protocol/caps.ts';
import { blockedEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { Spent } from '#shared/core/runs/spent.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { RunSettings } from '#shared/model/run.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { taskFate } from '#main/landing/task-fate.ts';
import type { Entry } from '#main/store/ledger.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { required } from '#main/store/required.ts';
import { stopProblem, stopRequest } from '#main/store/stop-request.ts';
import { limitOfAccount } from '#main/runs/account-limits.ts';
import type { RunSession } from '#main/runs/run-session.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/**
 * The entries that end an attempt short of a merge and say what becomes of its task, to be written
 * in one transaction: back among the open ones, or blocked. Its worktree stays with the task.
 */
export function endingEntries(
  parts: Pick<HostParts, 'store' | 'clock' | 'ids' | 'agents'>,
  attempt: Attempt,
  ending: AttemptEnding,
): readonly Entry[] {
  const at = timestamp(parts);
  const run = required(parts.store, 'runs', attempt.runId);
  const ended: Attempt = {
    ...attempt,
    // It may have been asked for since the attempt was read.
    stopReason: stopRequest(parts, attempt),
    outcome: ending.outcome,
    problem: ending.problem ?? attempt.problem,
    failureSignature: ending.failureSignature,
    conflicts: [...ending.conflicts],
  };
  const ofRun = parts.store.find('attempts', 'run_id', run.id);
  const account = parts.agents.accountOf(attempt.agent);
  const limit = limitOfAccount(parts, ofRun, account);
  const hopeless = reasonToGiveUp(account, limit, parts.clock.now());
  const fate = taskFate(parts, { attempt: ended, landing: null }, run.settings, hopeless);
  return [
    { to: 'attempts', id: attempt.id, command: { kind: 'end', ending, at } },
    ...fate.entries,
    ...(fate.isBlocked ? [] : limitNotices(parts, ended, ofRun)),
  ];
}

/** That tasks are parked, because the provider of their agents refused this attempt. */
function limitNotices(
  parts: Pick<HostParts, 'clock' | 'ids' | 'agents'>,
  attempt: Attempt,
  ofRun: readonly Attempt[],
): readonly Entry[] {
  if (attempt.outcome !== 'rate_limited') return [];
  // Of several that end together the first to be recorded notifies.
  const others = ofRun.filter(({ id, outcome }) => id !== attempt.id && outcome !== null);
  const account = parts.agents.accountOf(attempt.agent);
  const known = limitOfAccount(parts, others, account);
  // It was on its way when that limit was reported.
  if (known !== null && Date.parse(attempt.createdAt) < known.untilMs) return [];
  const { rateLimitedUntil: until } = attempt;
  // It is read on other days too: a word such as "tomorrow" would soon be wrong.
  const when = until === null ? 'later' : momentWords(Date.parse(until));
  const text = `The tasks of ${account} are parked until ${when}: its provider refused ${attempt.taskId} (rate limit).`;
  return [notification(parts, 'rate_limited', text, { kind: 'task', id: attempt.taskId })];
}

/**
 * Ends an attempt of which a step could not be done, for a reason that lies in its worktree: interrupted
 * when it was stopped anyway, else blocked. Nothing is taken from the worktree, which stays the task's.
 */
export function endCutOff(
  parts: Pick<HostParts, 'agents' | 'store' | 'clock' | 'ids' | 'worker'>,
  session: Pick<RunSession, 'stopSignalOf'>,
  attempt: Attempt,
  reason: string,
): void {
  const isStopped = session.stopSignalOf(attempt.id).aborted;
  const stopped = isStopped ? `${stopProblem(parts, attempt, '')} ` : '';
  const folder = attempt.worktree === null ? '' : parts.worker.folderOf(attempt.worktree);
  const kept = folder === '' ? '' : ` What it did is in ${folder} as it was left.`;
  const problem = `${stopped}${reason}${kept}`;
  record(
    parts,
    endingEntries(parts, attempt, isStopped ? interruptedEnding(problem) : blockedEnding(problem)),
  );
}

/** The caps that an attempt's use has brought near (SPEC section 3), as notices. */
export function capNotices(
  parts: Pick<HostParts, 'clock' | 'ids'>,
  run: { readonly id: string; readonly settings: RunSettings },
  before: Spent,
  after: Spent,
): readonly Entry[] {
  return runCapsNeared(before, after, run.settings).map((text) =>
    notification(parts, 'cap_reached', text, { kind: 'run', id: run.id }),
  );
}
