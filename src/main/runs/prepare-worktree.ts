import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { commonBase } from '#main/git/commits.ts';
import { ensureEpicBranch, resolveBase } from '#main/git/epic-branch.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { carryFiles } from '#main/git/worktree-files.ts';
import { learnEnvFiles } from '#main/workspace/env-files.ts';
import { worktreeStatus } from '#main/git/worktree-status.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { runCheck } from '#main/verify/run-check.ts';
import { attemptsOfThisLife } from '#main/store/task-attempts.ts';
import { record, recordStep } from '#main/store/record.ts';
import { stopProblem } from '#main/store/stop-wish.ts';
import { noStartBranch, startBranch } from './epic-start.ts';
import { endingEntries } from './finish-attempt.ts';
import { tellUnended } from './left-behind.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/** Time that `worktree.setup` may take. */
const setupTimeoutMs = 30 * 60_000;

/**
 * Gives the attempt its worktree: the one that already holds the task's unfinished work, or a pooled
 * one brought to the epic's tip. Ends the attempt as blocked when that or the setup fails.
 */
export async function prepareWorktree(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const slotName = attempt.worktree;
  if (slotName === null) throw new Error(`Attempt ${attempt.id} has no worktree slot.`);
  if (await heldForGit(parts, session, attempt, null)) return;
  const epicTip = await epicTipFor(parts, session, attempt.epicId);
  const { worktree, isNew } = await parts.pool.open(slotName, epicTip);
  if (!isNew && (await heldForGit(parts, session, attempt, worktree))) return;
  const previous = isNew ? null : previousAttempt(parts, attempt);
  let baseCommit = epicTip;
  if (previous !== null && (await stillHolds(worktree, attempt))) {
    // It may show the agent's work, or that work on a newer epic as it was checked last.
    baseCommit = await commonBase(worktree.git, epicTip, 'HEAD');
  } else {
    const given = await giveWorktree(parts, attempt, worktree, epicTip);
    if (!given.ok) {
      endInPreparation(parts, session, attempt, given.error);
      return;
    }
  }
  const untrusted = await trustProblem(parts, attempt, worktree);
  if (untrusted !== null) {
    endInPreparation(parts, session, attempt, untrusted);
    return;
  }
  const provided = await provision(parts, session, attempt, worktree);
  if (!provided.ok) {
    endInPreparation(parts, session, attempt, provided.error);
    return;
  }
  const command = { worktree: slotName, baseCommit, at: timestamp(parts) } as const;
  recordStep(parts, [
    { to: 'attempts', id: attempt.id, command: { kind: 'assign_worktree', ...command } },
  ]);
}

/** Ends the attempt where git would run what nobody has agreed to, before git does anything for it. */
async function heldForGit(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  worktree: Worktree | null,
): Promise<boolean> {
  const untrusted = await parts.trustGate.problemOfGit(worktree?.folder ?? null);
  if (untrusted !== null) endInPreparation(parts, session, attempt, untrusted);
  return untrusted !== null;
}

/** Asked here, because only here stands what the agent would find: an earlier one may have left it. */
async function trustProblem(
  { store, trustGate }: RunParts,
  { taskId }: Attempt,
  { folder }: Worktree,
): Promise<Failure | null> {
  const task = store.get('tasks', taskId);
  return task === null ? null : trustGate.problemInWorktree(task, folder);
}

/** Brings the worktree to the attempt; that the user holds its branch is the task's problem alone. */
async function giveWorktree(
  parts: RunParts,
  { taskId, branch }: Attempt,
  worktree: Worktree,
  base: string,
): Promise<Result<void, Failure>> {
  try {
    return ok(await parts.pool.prepare(worktree, { taskId, branch, base }));
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'branch-checked-out')
      throw error;
    return err(error.failure);
  }
}

function endInPreparation(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  failed: Failure,
): void {
  const stopped = session.stopSignalOf(attempt.id).aborted;
  const problem = stopped
    ? stopProblem(parts, attempt, ' during the setup of the worktree')
    : `${failed.message} ${failed.action}`;
  record(
    parts,
    endingEntries(parts, attempt, {
      outcome: stopped ? 'interrupted' : 'blocked',
      problem,
      carryForward: null,
      failureSignature: null,
      conflicts: [],
    }),
  );
}

/** Where the epic branch stands; it is made from the base branch at its first task. */
async function epicTipFor(parts: RunParts, session: RunSession, epicId: string): Promise<string> {
  const known = await session.epicTip(parts.git, epicId);
  if (known !== null) return known;
  return parts.mutex.run(`epic ${epicId}`, async () => {
    // Another task of the epic may have made the branch while this one waited.
    const made = await session.epicTip(parts.git, epicId);
    if (made !== null) return made;
    const epic = parts.store.get('epics', epicId);
    if (epic === null) throw new Error(`There is no epic ${epicId}.`);
    const fetch = parts.config.git.pull_before_epic;
    // One that only the remote has may not be known here yet.
    const start = (await startBranch(parts, epic)) ?? epic.baseBranch;
    const base = await resolveBase(parts.git, start, { fetch });
    if (base.commit === null) throw new FailureError(await noStartBranch(parts, epic));
    if (base.notice !== null) parts.logger.warn(base.notice);
    const tip = await ensureEpicBranch(parts.git, epicId, base.commit);
    record(parts, [
      { to: 'epics', id: epicId, command: { kind: 'set_base_branch', branch: start } },
      { to: 'epics', id: epicId, command: { kind: 'set_base', commit: base.commit } },
    ]);
    session.noteEpicTip(epicId, tip);
    return tip;
  });
}

/** The attempt whose unfinished work the worktree shows; null when the work starts afresh. */
function previousAttempt(parts: RunParts, attempt: Attempt): Attempt | null {
  const task = parts.store.get('tasks', attempt.taskId);
  if (task === null) return null;
  const earlier = attemptsOfThisLife(parts, task).filter(({ id }) => id !== attempt.id);
  // One that got no further than its setup has left the work of those before it as it was.
  const last = earlier.findLast(({ baseCommit }) => baseCommit !== null);
  if (last === undefined || last.worktree !== attempt.worktree) return null;
  // After a conflict the task starts again from the epic's tip (SPEC section 7.5, level 2).
  return last.outcome === 'conflict' ? null : last;
}

async function stillHolds(worktree: Worktree, attempt: Attempt): Promise<boolean> {
  const { branch } = await worktreeStatus(worktree.git);
  return branch === attempt.branch;
}

async function provision(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  worktree: Worktree,
): Promise<Result<void, Failure>> {
  const { copy, clone, setup } = parts.config.worktree;
  if (!session.provisioned.has(worktree.name)) {
    const { root } = parts.repository;
    const carried = await carryFiles(parts.git, root, worktree.folder, { copy, clone });
    if (!carried.ok) return carried;
    // Before an agent can print any of it.
    await learnEnvFiles(parts.secrets, root, carried.value);
    session.provisioned.add(worktree.name);
  }
  if (setup === '') return ok(undefined);
  const environment = childEnvironment(parts.environment, {
    SWITCHYARD_ATTEMPT_ID: attempt.id,
    SWITCHYARD_WORKTREE: worktree.folder,
  });
  const result = await runCheck(
    {
      command: setup,
      cwd: worktree.folder,
      environment,
      timeoutMs: setupTimeoutMs,
      outputFile: join(parts.paths.evidence, `${attempt.id}-setup.log`),
      signal: session.stopSignalOf(attempt.id),
      tellLeft: (left, isLost) => tellUnended(parts, session, attempt, left, isLost),
    },
    parts,
  );
  if (!result.ok) throw new FailureError(result.error);
  if (result.value.verdict === 'passed') return ok(undefined);
  return err(
    failure(
      'setup-failed',
      `The setup command "${setup}" failed (${result.value.verdict}).`,
      `Its output: ${result.value.outputTail.slice(-1000)}`,
    ),
  );
}
