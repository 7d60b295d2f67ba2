import { join } from 'node:path';
import { isoTime } from '#shared/lib/clock.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { refNames, updateRefs } from '#main/git/refs.ts';
import { moveToCommit, restoreTree, showsItsIndex, switchTree } from '#main/git/restore-tree.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { workersIn } from '#main/system/left-processes.ts';
import { runCheck } from '#main/verify/run-check.ts';
import type { CheckOrder, CheckResult, StageOrder, WorkWatch } from './orders.ts';
import type { Staged, WorkerMemory } from './worker-memory.ts';
import type { WorkerParts } from './worker-parts.ts';

/** See {@link Worker.stage}. */
export async function stageCheck(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: StageOrder,
): Promise<void> {
  const { work, tree, attemptId } = order;
  const { worktree, isNew } = await parts.pool.open(order.worktree, order.base);
  const wasAsRecorded =
    memory.asRecorded.delete(attemptId) && !isNew && (await showsItsIndex(worktree));
  // The agent's own work is in the vault already; what is checked is what would land.
  if (!isNew && !wasAsRecorded) {
    await keepInVault(parts, worktree, order, work.commit, 'what was found after its end');
  }
  // An agent that has left its branch has left HEAD elsewhere too.
  const canSwitch = order.isOther && wasAsRecorded && work.isDirect;
  const isSwitched = canSwitch && (await switchTree(worktree, work.commit, tree));
  memory.staged.set(attemptId, { worktree, wasAsRecorded, isSwitched });
}

/** See {@link Worker.check}. */
export async function checkTree(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  const staged = await stagedFor(parts, memory, order);
  const { worktree } = staged;
  await showCommit(parts, order, staged);
  const results = await runChecks(parts, order, worktree, watch, stop);
  if (order.process !== null) {
    const strangers = workersIn(worktree.folder, order.process);
    if (strangers.length > 0) watch({ kind: 'strangers', processes: strangers });
  }
  if (results.some(({ verdict }) => verdict !== 'passed')) {
    await clearUpAfterChecks(parts, worktree, order);
  }
  return results;
}

async function stagedFor(
  parts: WorkerParts,
  memory: WorkerMemory,
  order: CheckOrder,
): Promise<Staged> {
  if (!memory.staged.has(order.attemptId)) await stageCheck(parts, memory, order);
  const staged = memory.staged.get(order.attemptId);
  memory.staged.delete(order.attemptId);
  if (staged === undefined) throw new Error(`Attempt ${order.attemptId} has two checks at once.`);
  return staged;
}

/** Makes files, index and branch of the worktree show the commit, as far as they do not yet. */
async function showCommit(
  parts: WorkerParts,
  order: CheckOrder,
  { worktree, wasAsRecorded, isSwitched }: Staged,
): Promise<void> {
  if (isSwitched && (await advanceBranch(parts, order))) return;
  if (order.isOther) await moveToCommit(worktree, order.branch, order.commit);
  if (!wasAsRecorded) await restoreTree(worktree, order.commit, { untracked: 'remove' });
}

/** Moves the task's branch on from its work; false when somebody else has moved it. */
async function advanceBranch(
  { git }: WorkerParts,
  { taskId, work, commit }: CheckOrder,
): Promise<boolean> {
  const update = { ref: refNames.taskBranch(taskId), target: commit, expected: work.commit };
  return updateRefs(git, [update], `candidate of ${taskId}`);
}

async function runChecks(
  parts: WorkerParts,
  order: CheckOrder,
  worktree: Worktree,
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const command of order.commands) {
    if (results.length > 0) {
      // What the last one built may be needed; what it changed of the tree is not in the tree that lands.
      await restoreTree(worktree, order.commit, { untracked: 'keep' });
    }
    const result = await runOne(parts, order, worktree, command, watch, stop);
    results.push(result);
    if (result.verdict !== 'passed') break;
  }
  return results;
}

async function runOne(
  parts: WorkerParts,
  order: CheckOrder,
  { folder }: Worktree,
  { command, outputFile }: CheckOrder['commands'][number],
  watch: WorkWatch,
  stop: AbortSignal,
): Promise<CheckResult> {
  const startedAt = isoTime(parts.clock.now());
  watch({ kind: 'check_started', command, startedAt });
  try {
    const result = await runCheck(
      {
        command,
        cwd: folder,
        environment: childEnvironment(parts.environment, {
          SWITCHYARD_ATTEMPT_ID: order.attemptId,
        }),
        timeoutMs: order.timeoutMs,
        outputFile: join(parts.paths.evidence, outputFile),
        signal: stop,
        onProcessesLeft: (processes, isLost) => {
          if (processes.length > 0 || isLost) watch({ kind: 'left', processes, isLost });
        },
      },
      parts,
    );
    if (!result.ok) throw new FailureError(result.error);
    return { command, cwd: folder, ...result.value, outputFile, startedAt };
  } finally {
    watch({ kind: 'check_ended' });
  }
}

/**
 * Takes what the checks changed and left out of the worktree again, so that the next attempt does not
 * pass for its author. It is kept in the vault.
 */
async function clearUpAfterChecks(
  parts: WorkerParts,
  worktree: Worktree,
  order: CheckOrder,
): Promise<void> {
  await keepInVault(parts, worktree, order, order.commit, 'what its checks left behind');
  await restoreTree(worktree, order.commit, { untracked: 'remove' });
}

/** Keeps a worktree as it is beside the work of its attempt. */
async function keepInVault(
  parts: WorkerParts,
  worktree: Worktree,
  { taskId, number }: StageOrder,
  parent: string,
  what: string,
): Promise<void> {
  const message = `${taskId}: attempt ${number}, ${what}`;
  await takeSnapshot(
    { taskId, parent, message, number: number + 1, moveBranch: false },
    parts.pool.snapshotDependencies(worktree),
  );
}
