import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { commonBase } from '#main/git/commits.ts';
import { carryFiles } from '#main/git/worktree-files.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { worktreeStatus } from '#main/git/worktree-status.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { runCheck } from '#main/verify/run-check.ts';
import { learnEnvFiles } from '#main/workspace/env-files.ts';
import type { PrepareOrder, Prepared, WorkWatch } from './orders.ts';
import { copyFor } from './rooms/check-in-room.ts';
import type { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** Time that `worktree.setup` may take. */
const setupTimeoutMs = 30 * 60_000;

/** See {@link Worker.prepare}. */
export async function prepareWorktree(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: PrepareOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<Result<Prepared, Failure>> {
  const { worktree, isNew } = await parts.pool.open(order.worktree, order.base);
  const untrustedGit = isNew ? null : await parts.trustGate.problemOfGit(worktree.folder);
  if (untrustedGit !== null) return err(untrustedGit);
  const based = await showWork(parts, order, worktree, isNew);
  if (!based.ok) return based;
  // Asked here, because only here stands what the agent would find: an earlier one may have left it.
  const untrusted = await parts.trustGate.problemInWorktree(order.executes, worktree.folder);
  if (untrusted !== null) return err(untrusted);
  await carryFromCheckout(parts, memory, order, worktree);
  const setUp = await setUpWorktree(parts, order, worktree, watch, stop);
  return setUp.ok ? ok({ baseCommit: based.value }) : setUp;
}

/**
 * Makes the worktree show what the attempt begins with.
 * @returns the commit of the epic that this stands on
 */
async function showWork(
  parts: WorkerParts,
  order: PrepareOrder,
  worktree: Worktree,
  isNew: boolean,
): Promise<Result<string, Failure>> {
  if (order.continues && !isNew && (await stillHolds(worktree, order))) {
    await parts.pool.dropStaleLocks(worktree);
    // It may show the agent's work, or that work on a newer epic as it was checked last.
    return ok(await commonBase(worktree.git, order.base, 'HEAD'));
  }
  try {
    await parts.pool.prepare(worktree, order);
    return ok(order.base);
  } catch (error) {
    // That the user holds the branch is this task's problem alone.
    if (!(error instanceof FailureError) || error.failure.code !== 'branch-checked-out')
      throw error;
    return err(error.failure);
  }
}

async function stillHolds(worktree: Worktree, order: PrepareOrder): Promise<boolean> {
  const { branch } = await worktreeStatus(worktree.git);
  return branch === order.branch;
}

/** Gives the worktree what it needs of the checkout beside what git tracks; once in a run. */
async function carryFromCheckout(
  parts: WorkerParts,
  memory: WorkerMemory,
  { provision, runId }: PrepareOrder,
  worktree: Worktree,
): Promise<void> {
  if (memory.provisioned.has(worktree.name)) return;
  const copy = await copyFor(parts, memory, { runId, room: provision });
  const carried = await carryFiles(worktree.git, copy, worktree.folder);
  // Before an agent can print any of it.
  await learnEnvFiles(parts.secrets, parts.repository.root, carried);
  memory.provisioned.add(worktree.name);
}

async function setUpWorktree(
  parts: WorkerParts,
  { provision: { setup }, attemptId }: PrepareOrder,
  { folder }: Worktree,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<Result<void, Failure>> {
  if (setup === '') return ok(undefined);
  const result = await runCheck(
    {
      command: setup,
      cwd: folder,
      environment: childEnvironment(parts.environment, {
        SWITCHYARD_ATTEMPT_ID: attemptId,
        SWITCHYARD_WORKTREE: folder,
      }),
      timeoutMs: setupTimeoutMs,
      outputFile: join(parts.paths.evidence, `${attemptId}-setup.log`),
      signal: stop,
      onProcessesLeft: (processes, isLost) => {
        if (processes.length > 0 || isLost) watch({ kind: 'left', processes, isLost });
      },
    },
    parts,
  );
  if (!result.ok) throw new FailureError(result.error);
  const { verdict, outputTail } = result.value;
  if (verdict === 'passed') return ok(undefined);
  return err(
    failure(
      'setup-failed',
      `The setup command "${setup}" failed (${verdict}).`,
      `Its output: ${outputTail.slice(-1000)}`,
    ),
  );
}
