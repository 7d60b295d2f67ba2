import { join } from 'node:path';
import {
  describeFailedAttempt,
  describeInterruptedAttempt,
} from '#shared/core/protocol/carry-forward.ts';
import { failureSignature } from '#shared/core/protocol/failure-signature.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Task } from '#shared/model/task.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { combine, completeCandidate } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import { refNames, updateRefs } from '#main/git/refs.ts';
import { moveToCommit, restoreTree, showsItsIndex, switchTree } from '#main/git/restore-tree.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Worktree } from '#main/git/worktree-pool.ts';
import type { Entry } from '#main/store/ledger.ts';
import { childEnvironment } from '#main/system/child-environment.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { runCheck } from '#main/verify/run-check.ts';
import { record } from '#main/store/record.ts';
import { stopProblem, stopWish } from '#main/store/stop-wish.ts';
import { endingEntries } from './finish-attempt.ts';
import { tellStrangers, tellUnended } from './left-behind.ts';
import { landingCommits } from './landing-commit.ts';
import { mergeMessage } from './merge-message.ts';
import { workToLand } from './own-task-file.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/**
 * Builds what the epic branch would become, runs the checks on exactly that tree, and writes down the
 * intended merge; or ends the attempt with the conflict or the failing checks (SPEC sections 6.1, 7.4). The
 * branch does not move here.
 */
export async function verifyWork(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const task = parts.store.get('tasks', attempt.taskId);
  const { worktree: slot, baseCommit: base, commit, tree } = attempt;
  if (task === null || slot === null || base === null || commit === null || tree === null) {
    throw new Error(`Attempt ${attempt.id} has no work to verify.`);
  }
  if (stopWish(parts, attempt) !== null) {
    endInterrupted(parts, attempt, []);
    return;
  }
  const epicTip = await session.epicTip(parts.git, task.epicId);
  if (epicTip === null) throw new Error(`Epic ${task.epicId} has lost its branch.`);
  const commands = verificationCommands(task, parts.config.commands);
  const known = session.recordedWork.get(commit);
  const isOnEpic = known?.isDirect === true && session.isInEpicHistory(task.epicId, base);
  const done = { taskId: task.id, base, commit, tree, changes: known?.changes, isOnEpic };
  const work = await workToLand(parts, task, done);
  const combination = await combine(parts.git, work, epicTip);
  if (combination.kind === 'conflict') {
    endInConflict(parts, attempt, combination.files);
    return;
  }
  const { worktree, isNew } = await parts.pool.open(slot, base);
  const isAsRecorded =
    session.asRecorded.delete(attempt.id) && !isNew && (await showsItsIndex(worktree));
  if (!isNew && !isAsRecorded) {
    await keepInVault(parts, worktree, attempt, commit, 'what was found after its end');
  }
  // An agent that has left its branch has left HEAD elsewhere too.
  const isOther = combination.combined || work.tree !== tree;
  const canSwitch = isOther && isAsRecorded && known?.isDirect === true;
  const message = mergeMessage(task, attempt, commands);
  const makeCommit = landingCommits(parts, session, attempt);
  // The agent's own work is in the vault already; what is checked is what would land.
  const [candidate, isSwitched] = await Promise.all([
    completeCandidate(parts.git, work, combination, message, makeCommit),
    canSwitch && switchTree(worktree, commit, combination.tree),
  ]);
  if (isSwitched && (await advanceBranch(parts, attempt, candidate))) {
    // The worktree shows the candidate by its files, its index and its branch.
  } else {
    if (isOther) await moveToCommit(worktree, attempt.branch, candidate.commit);
    if (!isAsRecorded) await restoreTree(worktree, candidate.commit, { untracked: 'remove' });
  }
  const evidence = await runChecks(parts, session, task, attempt, worktree, candidate, commands);
  session.checkMs = evidence.reduce((sum, one) => sum + one.durationMs, 0);
  const passed = evidence.length > 0 && evidence.every((one) => one.verdict === 'passed');
  if (!passed) await clearUpAfterChecks(parts, worktree, attempt, candidate.commit);
  const isStopped = stopWish(parts, attempt) !== null;
  if (isStopped || evidence.some((one) => one.verdict === 'interrupted')) {
    endInterrupted(parts, attempt, evidence);
  } else if (!passed) {
    endInFailure(parts, attempt, evidence, candidate.tree);
  } else {
    intendMerge(parts, attempt, evidence, candidate);
  }
}

/** Moves the task's branch on from its work; false when somebody else has moved it. */
async function advanceBranch(
  parts: RunParts,
  { taskId, commit }: Attempt,
  candidate: Extract<Candidate, { kind: 'candidate' }>,
): Promise<boolean> {
  const ref = refNames.taskBranch(taskId);
  const update = { ref, target: candidate.commit, expected: commit };
  return updateRefs(parts.git, [update], `candidate of ${taskId}`);
}

/**
 * Takes what the checks changed and left out of the worktree again, so that the next attempt does not
 * pass for its author. It is kept in the vault.
 */
async function clearUpAfterChecks(
  parts: RunParts,
  worktree: Worktree,
  attempt: Attempt,
  commit: string,
): Promise<void> {
  await keepInVault(parts, worktree, attempt, commit, 'what its checks left behind');
  await restoreTree(worktree, commit, { untracked: 'remove' });
}

/** Keeps a worktree as it is beside the work of its attempt. */
async function keepInVault(
  parts: RunParts,
  worktree: Worktree,
  { taskId, number }: Attempt,
  parent: string,
  what: string,
): Promise<void> {
  const message = `${taskId}: attempt ${number}, ${what}`;
  await takeSnapshot(
    { taskId, parent, message, number: number + 1, moveBranch: false },
    parts.pool.snapshotDependencies(worktree),
  );
}

async function runChecks(
  parts: RunParts,
  session: RunSession,
  task: Task,
  attempt: Attempt,
  worktree: Worktree,
  candidate: Extract<Candidate, { kind: 'candidate' }>,
  commands: readonly string[],
): Promise<readonly Evidence[]> {
  const known = parts.store
    .find('evidence', 'tree', candidate.tree)
    .filter((one) => one.taskId === task.id && one.verdict === 'passed');
  const results: Evidence[] = [];
  let mayHaveChangedFiles = false;
  for (const command of commands) {
    // Evidence is bound to its tree: what passed on this very tree need not run again.
    const before = known.find((one) => one.command === parts.secrets.mask(command));
    if (before === undefined && mayHaveChangedFiles) {
      // What it built may be needed; what it changed of the tree is not in the tree that lands.
      await restoreTree(worktree, candidate.commit, { untracked: 'keep' });
    }
    const result =
      before ?? (await runOneCheck(parts, session, attempt, worktree, candidate.tree, command));
    mayHaveChangedFiles ||= before === undefined;
    results.push(result);
    if (result.verdict !== 'passed') break;
  }
  tellStrangers(parts, session, attempt, worktree.folder);
  return results;
}

async function runOneCheck(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  worktree: Worktree,
  tree: string,
  command: string,
): Promise<Evidence> {
  const id = parts.ids.next('evidence');
  const outputFile = `${id}.log`;
  const startedAt = timestamp(parts);
  session.checks.set(attempt.id, { command, startedAt });
  const result = await runCheck(
    {
      command,
      cwd: worktree.folder,
      environment: childEnvironment(parts.environment, { SWITCHYARD_ATTEMPT_ID: attempt.id }),
      timeoutMs: parts.config.commands.timeout_minutes * 60_000,
      outputFile: join(parts.paths.evidence, outputFile),
      signal: session.stopSignalOf(attempt.id),
      tellLeft: (left, isLost) => tellUnended(parts, session, attempt, left, isLost),
    },
    parts,
  ).finally(() => session.checks.delete(attempt.id));
  if (!result.ok) throw new FailureError(result.error);
  return {
    id,
    taskId: attempt.taskId,
    attemptId: attempt.id,
    command,
    cwd: worktree.folder,
    ...result.value,
    tree,
    outputFile,
    startedAt,
  };
}

/** Evidence that this attempt brought; what was known before is in the store already. */
function newEvidence(attempt: Attempt, evidence: readonly Evidence[]): readonly Entry[] {
  return evidence
    .filter((one) => one.attemptId === attempt.id)
    .map((document) => ({ to: 'evidence', document }));
}

function intendMerge(
  parts: RunParts,
  attempt: Attempt,
  evidence: readonly Evidence[],
  candidate: Extract<Candidate, { kind: 'candidate' }>,
): void {
  const { headBefore, commit, tree, proof } = candidate;
  const intent = { headBefore, commit, tree, proof, evidenceIds: evidence.map(({ id }) => id) };
  record(parts, [
    ...newEvidence(attempt, evidence),
    {
      to: 'attempts',
      id: attempt.id,
      command: { kind: 'intend_merge', intent, at: timestamp(parts) },
    },
  ]);
}

function endInFailure(
  parts: RunParts,
  attempt: Attempt,
  evidence: readonly Evidence[],
  tree: string,
): void {
  const failed = evidence.find((one) => one.verdict !== 'passed');
  const problem =
    failed === undefined
      ? 'There is no verification command: set commands.test, or verify in the task.'
      : `Verification failed: "${failed.command}" ${describeVerdict(failed)}.`;
  const carryForward = describeFailedAttempt({
    attemptNumber: attempt.number,
    problem,
    evidence,
    changes: attempt.changes,
    conflictFiles: [],
    artifactProblems: [],
  });
  // A check that cannot run, or never ends, will not do better for another attempt of an agent.
  const hopeless = failed === undefined || ['not_found', 'timeout'].includes(failed.verdict);
  record(parts, [
    ...newEvidence(attempt, evidence),
    ...endingEntries(parts, attempt, {
      outcome: hopeless ? 'blocked' : 'failed',
      problem,
      carryForward,
      failureSignature: failureSignature(tree, evidence),
      conflicts: [],
    }),
  ]);
}

function describeVerdict(evidence: Evidence): string {
  if (evidence.verdict === 'timeout') {
    return `did not end within ${Math.round(evidence.durationMs / 1000)} s (timeout)`;
  }
  if (evidence.verdict === 'not_found') return 'could not be run (not found)';
  return `ended with exit code ${evidence.exitCode ?? 'none'}`;
}

/** Ends an attempt that was stopped while it was verified, or before. */
export function endInterrupted(
  parts: RunParts,
  attempt: Attempt,
  evidence: readonly Evidence[],
): void {
  const problem = stopProblem(parts, attempt, ' during verification');
  record(parts, [
    ...newEvidence(attempt, evidence),
    ...endingEntries(parts, attempt, {
      outcome: 'interrupted',
      problem,
      carryForward: describeInterruptedAttempt({
        problem,
        changes: attempt.changes,
        lastOutput: '',
        lastError: '',
      }),
      failureSignature: null,
      conflicts: [],
    }),
  ]);
}

function endInConflict(parts: RunParts, attempt: Attempt, files: readonly string[]): void {
  const problem = `The work conflicts with the epic in ${pathWords(files)}.`;
  const carryForward = describeFailedAttempt({
    attemptNumber: attempt.number,
    problem: `${problem} You start again from the epic's tip, which has the other change.`,
    evidence: [],
    changes: attempt.changes,
    conflictFiles: files,
    artifactProblems: [],
  });
  record(
    parts,
    endingEntries(parts, attempt, {
      outcome: 'conflict',
      problem,
      carryForward,
      failureSignature: null,
      conflicts: files,
    }),
  );
}
