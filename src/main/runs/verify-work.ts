import {
  describeFailedAttempt,
  describeInterruptedAttempt,
} from '#shared/core/protocol/carry-forward.ts';
import { failureSignature } from '#shared/core/protocol/failure-signature.ts';
import { pathWords } from '#shared/core/paths/path-words.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { combine, completeCandidate } from '#main/git/merge.ts';
import type { Candidate } from '#main/git/merge.ts';
import type { Entry } from '#main/store/ledger.ts';
import { verificationCommands } from '#main/verify/commands.ts';
import { record } from '#main/store/record.ts';
import { stopProblem, stopWish } from '#main/store/stop-wish.ts';
import type { StageOrder } from '#main/work/orders.ts';
import { endingEntries } from './finish-attempt.ts';
import { noteSignals } from './note-signals.ts';
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
  const place = { runId: attempt.runId, attemptId: attempt.id, taskId: task.id, base };
  const isOther = combination.combined || work.tree !== tree;
  const stage: StageOrder = {
    ...place,
    number: attempt.number,
    worktree: slot,
    branch: attempt.branch,
    work: { commit, tree, isDirect: known?.isDirect === true },
    tree: combination.tree,
    isOther,
  };
  const message = mergeMessage(task, attempt, commands);
  const makeCommit = landingCommits(parts, session, attempt);
  const [candidate] = await Promise.all([
    completeCandidate(parts.git, work, combination, message, makeCommit),
    parts.worker.stage(stage),
  ]);
  const evidence = await evidenceFor(parts, session, attempt, stage, candidate, commands);
  session.checkMs = evidence.reduce((sum, one) => sum + one.durationMs, 0);
  const passed = evidence.length > 0 && evidence.every((one) => one.verdict === 'passed');
  const isStopped = stopWish(parts, attempt) !== null;
  if (isStopped || evidence.some((one) => one.verdict === 'interrupted')) {
    endInterrupted(parts, attempt, evidence);
  } else if (!passed) {
    endInFailure(parts, attempt, evidence, candidate.tree);
  } else {
    intendMerge(parts, attempt, evidence, candidate);
  }
}

/**
 * The evidence of the candidate's tree, in the order of the commands, up to the first that did not pass.
 * Evidence is bound to its tree: what passed on this very tree is not run again.
 */
async function evidenceFor(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
  stage: StageOrder,
  candidate: Extract<Candidate, { kind: 'candidate' }>,
  commands: readonly string[],
): Promise<readonly Evidence[]> {
  const known = parts.store
    .find('evidence', 'tree', candidate.tree)
    .filter((one) => one.taskId === attempt.taskId && one.verdict === 'passed');
  const knownOf = (command: string): Evidence | undefined =>
    known.find((one) => one.command === parts.secrets.mask(command));
  const ids = new Map(
    commands
      .filter((command) => knownOf(command) === undefined)
      .map((command) => [command, parts.ids.next('evidence')]),
  );
  const results = await parts.worker.check(
    {
      ...stage,
      commit: candidate.commit,
      process: attempt.process,
      commands: [...ids].map(([command, id]) => ({ command, outputFile: `${id}.log` })),
      timeoutMs: parts.config.commands.timeout_minutes * 60_000,
    },
    noteSignals(parts, session, attempt),
    session.stopSignalOf(attempt.id),
  );
  const fresh = results.map((result): Evidence => ({
    ...result,
    id: ids.get(result.command) ?? '',
    taskId: attempt.taskId,
    attemptId: attempt.id,
    tree: candidate.tree,
  }));
  const all = [...new Set(commands)].map(
    (command) => knownOf(command) ?? fresh.find((one) => one.command === command),
  );
  const end = all.findIndex((one) => one?.verdict !== 'passed');
  return all.slice(0, end === -1 ? all.length : end + 1).filter((one) => one !== undefined);
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
