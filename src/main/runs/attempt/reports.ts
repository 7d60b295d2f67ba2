import type { AgentExit } from '#shared/core/records/attempt-machine.ts';
import { blockedEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import { parkUntil, refusalsWith } from '#shared/core/rate-limits/park.ts';
import { interruptedExit } from '#shared/core/records/interrupted-exit.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime, timestamp } from '#shared/lib/clock.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Entry } from '#main/store/ledger.ts';
import { stopProblem } from '#main/store/stop-request.ts';
import type { AgentRun, Prepared, WorkerExit } from '#main/work/orders.ts';
import { limitOfAccount } from '#main/runs/account-limits.ts';
import { endingEntries } from './finish-attempt.ts';
import type { HostParts } from '#main/runs/host-parts.ts';

/** That the attempt has its worktree. */
export function preparedEntries(
  parts: HostParts,
  { id, worktree }: Attempt,
  { baseCommit }: Prepared,
): readonly Entry[] {
  if (worktree === null) return [];
  const command = { kind: 'assign_worktree', worktree, baseCommit, at: timestamp(parts) } as const;
  return [{ to: 'attempts', id, command }];
}

/** That the attempt has got no worktree: stopped, or blocked by what every other try would meet too. */
export function unpreparedEntries(
  parts: HostParts,
  attempt: Attempt,
  problem: Failure,
  isStopped: boolean,
): readonly Entry[] {
  const when = ' during the setup of the worktree';
  return isStopped ? stoppedEntries(parts, attempt, when) : blockedEntries(parts, attempt, problem);
}

/**
 * That the agent could not be started, which is no reason to try again.
 * @throws {FailureError} when that concerns every attempt: a disk that is full or read-only
 */
export function unstartedEntries(
  parts: HostParts,
  attempt: Attempt,
  problem: Failure,
  isStopped: boolean,
): readonly Entry[] {
  if (problem.code === 'disk-full' || problem.code === 'read-only') throw new FailureError(problem);
  const when = ' before the agent started';
  return isStopped ? stoppedEntries(parts, attempt, when) : blockedEntries(parts, attempt, problem);
}

/** How the agent ended. */
export function exitEntries(
  parts: HostParts,
  attempt: Attempt,
  report: Exclude<AgentRun, { kind: 'not_started' }>,
): readonly Entry[] {
  const exit = exitOf(parts, attempt, report);
  const command = { kind: 'note_exit', exit, at: timestamp(parts) } as const;
  return [{ to: 'attempts', id: attempt.id, command }];
}

function exitOf(
  parts: HostParts,
  attempt: Attempt,
  report: Exclude<AgentRun, { kind: 'not_started' }>,
): AgentExit {
  switch (report.kind) {
    case 'stopped': {
      const when = report.wasStarted ? '' : ' before the agent started';
      return interruptedExit(stopProblem(parts, attempt, when));
    }
    case 'exited': {
      const { refusal, ...exit } = report.exit;
      const rateLimitedUntil = refusal === null ? null : parkedUntil(parts, attempt, refusal);
      return { ...exit, interrupted: false, rateLimitedUntil };
    }
    default:
      return assertNever(report, 'run of an agent');
  }
}

/** Until when the account of the attempt's agent, which its provider has refused, is left alone. */
function parkedUntil(
  parts: HostParts,
  attempt: Attempt,
  { resetsAt }: NonNullable<WorkerExit['refusal']>,
): string {
  const ofRun = parts.store.find('attempts', 'run_id', attempt.runId);
  const limit = limitOfAccount(parts, ofRun, parts.agents.accountOf(attempt.agent));
  const named = resetsAt === null ? null : Date.parse(resetsAt);
  const refusals = refusalsWith(limit, Date.parse(attempt.createdAt));
  return isoTime(parkUntil(named, refusals, parts.clock.now()));
}

function stoppedEntries(parts: HostParts, attempt: Attempt, when: string): readonly Entry[] {
  return endingEntries(parts, attempt, interruptedEnding(stopProblem(parts, attempt, when)));
}

function blockedEntries(
  parts: HostParts,
  attempt: Attempt,
  { message, action }: Failure,
): readonly Entry[] {
  return endingEntries(parts, attempt, blockedEnding(`${message} ${action}`));
}
