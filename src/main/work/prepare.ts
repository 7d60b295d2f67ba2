import { join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { commonBase } from '#main/git/commits.ts';
import { noteIgnored } from '#main/git/worktrees/ignored-files.ts';
import { carryFiles } from '#main/git/worktree-files.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { runCheck } from '#main/verify/run-check.ts';
import { learnEnvFiles } from '#main/workspace/env-files.ts';
import type { PrepareOrder, Prepared, WorkWatch } from './orders.ts';
import { copyFor } from './rooms/copy-for.ts';
import type { WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';
import { gitSurroundings, ownValues } from './surroundings.ts';
import { tearDown } from './teardown.ts';

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
  const { worktree } = await parts.pool.open(order.worktree, order.base);
  const based = await showWork(parts, order, worktree);
  if (!based.ok) return based;
  // Asked here, because only here stands what the agent would find: an earlier one may have left it.
  const untrusted = await parts.trustGate.problemInWorktree(order.executes, worktree.folder);
  if (untrusted !== null) return err(untrusted);
  const isProvided = await carryFromCheckout(parts, memory, order, worktree);
  const setUp = await setUpWorktree(parts, order, worktree, watch, stop);
  if (!setUp.ok) return setUp;
  // What is there now was not made by the agent.
  if (isProvided || order.provision.setup !== '') await noteIgnored(worktree);
  return ok({ baseCommit: based.value });
}

/**
 * Makes the worktree show what the attempt begins with.
 * @returns the commit of the epic that this stands on
 */
async function showWork(
  parts: WorkerParts,
  order: PrepareOrder,
  worktree: Worktree,
): Promise<Result<string, Failure>> {
  const made = order.continues ? await parts.pool.resume(worktree, order) : null;
  if (made !== null) return ok(await commonBase(parts.git, order.base, made));
  try {
    await giveBack(parts, worktree);
    await parts.pool.prepare(worktree, order);
    return ok(order.base);
  } catch (error) {
    // That the user holds the branch is this task's problem alone.
    if (!(error instanceof FailureError) || error.failure.code !== 'branch-checked-out')
      throw error;
    return err(error.failure);
  }
}

/** Ends what the setup of the attempt before has taken for itself. */
async function giveBack(parts: WorkerParts, worktree: Worktree): Promise<void> {
  const lease = await parts.pool.leaseIn(worktree);
  if (lease === null || lease.teardown === null) return;
  await tearDown(parts, lease.teardown, worktree);
  await parts.pool.noteTeardown(worktree, null);
}

/**
 * Gives the worktree what it needs of the checkout beside what git tracks.
 * @returns whether that is anything
 */
async function carryFromCheckout(
  parts: WorkerParts,
  memory: WorkerMemory,
  { provision, runId }: PrepareOrder,
  worktree: Worktree,
): Promise<boolean> {
  const taken = await copyFor(parts, memory, { runId, room: provision });
  const copy = await taken.sure();
  const carried = await carryFiles(worktree.git, copy, worktree.folder);
  // Before an agent can print any of it.
  await learnEnvFiles(parts.secrets, parts.repository.root, carried);
  return copy.files.length > 0 || copy.folders.length > 0;
}

async function setUpWorktree(
  parts: WorkerParts,
  { provision: { setup, teardown }, attemptId }: PrepareOrder,
  worktree: Worktree,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<Result<void, Failure>> {
  const { folder } = worktree;
  const variables = { ...ownValues(worktree), SWITCHYARD_WORKTREE: folder };
  // Noted first: a setup that fails half-way has taken something too.
  if (teardown !== '') {
    await parts.pool.noteTeardown(worktree, { command: teardown, variables });
  }
  if (setup === '') return ok(undefined);
  const result = await runCheck(
    {
      command: setup,
      cwd: folder,
      environment: childEnvironment(parts.environment, {
        ...variables,
        ...gitSurroundings(parts, worktree),
        SWITCHYARD_ATTEMPT_ID: attemptId,
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
