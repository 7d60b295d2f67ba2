import { join } from 'node:path';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { reasonToGiveUp } from '#shared/core/rate-limits/park.ts';
import { runCapsNeared } from '#shared/core/protocol/caps.ts';
import { blockedEnding, interruptedEnding } from '#shared/core/protocol/endings.ts';
import { nextStep } from '#shared/core/protocol/next-step.ts';
import { settled } from '#shared/core/records/attempt-result.ts';
import { tryOf } from '#shared/core/protocol/tries.ts';
import { workOf } from '#shared/core/protocol/work.ts';
import type { AttemptEnding } from '#shared/core/records/attempt-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { momentWords } from '#shared/lib/time-words.ts';
import type { Spent } from '#shared/core/runs/spent.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { RunSettings } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { timestamp } from '#shared/lib/clock.ts';
import type { Entry } from '#main/store/ledger.ts';
import { notification } from '#main/notify/notification.ts';
import { record } from '#main/store/record.ts';
import { stopProblem, stopWish } from '#main/store/stop-wish.ts';
import { limitOfAccount } from './account-limits.ts';
import type { RunSession } from './run-session.ts';
import type { RunParts } from './run-parts.ts';

/**
 * The entries that end an attempt short of a merge and say what becomes of its task, to be written
 * in one transaction: back among the open ones, or blocked. Its worktree stays with the task.
 */
export function endingEntries(
  parts: Pick<RunParts, 'store' | 'clock' | 'ids' | 'agents'>,
  attempt: Attempt,
  ending: AttemptEnding,
): readonly Entry[] {
  const at = timestamp(parts);
  const task = parts.store.get('tasks', attempt.taskId);
  const run = parts.store.get('runs', attempt.runId);
  if (task === null || run === null) throw new Error(`Attempt ${attempt.id} has lost its task.`);
  const ended: Attempt = {
    ...attempt,
    // It may have been asked for since the attempt was read.
    stopReason: stopWish(parts, attempt),
    outcome: ending.outcome,
    problem: ending.problem ?? attempt.problem,
    failureSignature: ending.failureSignature,
    conflicts: [...ending.conflicts],
  };
  const ofRun = parts.store.find('attempts', 'run_id', run.id);
  const account = parts.agents.accountOf(attempt.agent);
  const limit = limitOfAccount(parts, ofRun, account);
  const hopeless = reasonToGiveUp(account, limit, parts.clock.now());
  const attempts = parts.store
    .find('attempts', 'task_id', task.id)
    .map((one) => (one.id === attempt.id ? ended : one));
  const step = nextStep(workOf({ task, attempts, landings: [] }, run.settings, hopeless));
  const endEntry: Entry = { to: 'attempts', id: attempt.id, command: { kind: 'end', ending, at } };
  switch (step.kind) {
    case 'attempt': {
      const reason = ended.problem ?? 'The attempt did not succeed.';
      const counts = tryOf(settled(ended, null)).end === 'sent_back';
      return [
        endEntry,
        { to: 'tasks', id: task.id, command: { kind: 'put_back', reason, counts, at } },
        ...againNotices(parts, ended, ofRun),
      ];
    }
    case 'block':
      return [endEntry, ...blockingEntries(parts, task, step.reason)];
    case 'land':
    case 'wait':
    case 'done':
      throw new Error(
        `Attempt ${attempt.id} ended short of a merge, but the next step is "${step.kind}".`,
      );
    default:
      return assertNever(step, 'step');
  }
}

/** The entries that block a task, and tell of it. */
export function blockingEntries(
  parts: Pick<RunParts, 'clock' | 'ids'>,
  task: Pick<Task, 'id' | 'title' | 'epicId'>,
  reason: string,
): readonly Entry[] {
  const text = `Task ${task.id}: ${task.title} blocked: ${reason}`;
  return [
    { to: 'tasks', id: task.id, command: { kind: 'block', reason, at: timestamp(parts) } },
    { to: 'epics', id: task.epicId, command: { kind: 'set_status', status: 'blocked' } },
    notification(parts, 'task_blocked', text, { kind: 'task', id: task.id }),
  ];
}

function againNotices(
  parts: Pick<RunParts, 'clock' | 'ids' | 'agents'>,
  attempt: Attempt,
  ofRun: readonly Attempt[],
): readonly Entry[] {
  const subject = { kind: 'task', id: attempt.taskId } as const;
  if (attempt.outcome === 'conflict') {
    const text = `Task ${attempt.taskId} conflicts in ${pathWords(attempt.conflicts)}; it runs again from the epic's tip.`;
    return [notification(parts, 'merge_conflict', text, subject)];
  }
  if (attempt.outcome === 'rate_limited') {
    // Of several that end together the first to be written down tells of it.
    const others = ofRun.filter(({ id, outcome }) => id !== attempt.id && outcome !== null);
    const account = parts.agents.accountOf(attempt.agent);
    const known = limitOfAccount(parts, others, account);
    // It was on its way when the limit was told.
    if (known !== null && Date.parse(attempt.createdAt) < known.untilMs) return [];
    const { rateLimitedUntil: until } = attempt;
    // It is read on other days too: a word such as "tomorrow" would soon be wrong.
    const when = until === null ? 'later' : momentWords(Date.parse(until));
    const text = `The tasks of ${account} are parked until ${when}: its provider refused ${attempt.taskId} (rate limit).`;
    return [notification(parts, 'rate_limited', text, subject)];
  }
  return [];
}

/**
 * Ends an attempt of which a step could not be done, for a reason that lies in its worktree: interrupted
 * when it was stopped anyway, else blocked. Nothing is taken from the worktree, which stays the task's.
 */
export function endCutOff(
  parts: Pick<RunParts, 'agents' | 'store' | 'clock' | 'ids' | 'paths'>,
  session: Pick<RunSession, 'stopSignalOf'>,
  attempt: Attempt,
  reason: string,
): void {
  const isStopped = session.stopSignalOf(attempt.id).aborted;
  const stopped = isStopped ? `${stopProblem(parts, attempt, '')} ` : '';
  const folder = attempt.worktree === null ? '' : join(parts.paths.worktrees, attempt.worktree);
  const kept = folder === '' ? '' : ` What it did is in ${folder} as it was left.`;
  const problem = `${stopped}${reason}${kept}`;
  record(
    parts,
    endingEntries(parts, attempt, isStopped ? interruptedEnding(problem) : blockedEnding(problem)),
  );
}

/** The caps that an attempt's use has brought near (SPEC section 3), as notices. */
export function capNotices(
  parts: Pick<RunParts, 'clock' | 'ids'>,
  run: { readonly id: string; readonly settings: RunSettings },
  before: Spent,
  after: Spent,
): readonly Entry[] {
  return runCapsNeared(before, after, run.settings).map((text) =>
    notification(parts, 'cap_reached', text, { kind: 'run', id: run.id }),
  );
}
