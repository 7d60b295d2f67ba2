import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { AttemptEnding, RecordedWork } from '#shared/core/records/attempt-machine.ts';
import { missingArtifacts } from './artifact-check.ts';
import { describeFailedAttempt, describeInterruptedAttempt } from './carry-forward.ts';
import { scopeViolation } from './file-scope.ts';

/** What is known when an attempt's work has been recorded, beside the records themselves. */
export interface AfterRecording {
  readonly work: RecordedWork;
  /** Paths of other git repositories inside the work, whose content git does not hold. */
  readonly embeddedRepositories: readonly string[];
  /** Which of the task's test files exist in the work. */
  readonly presentFiles: ReadonlySet<string>;
  /** The end of the agent's output, escapes stripped and secrets masked. */
  readonly lastOutput: string;
}

/**
 * Why an attempt ends before its work is verified, or null when it goes on: it was interrupted,
 * parked, failed, says it is blocked, or did not leave what its role owes (SPEC sections 5.3, 5.6, 6.2).
 */
export function endingAfterRecording(
  task: Pick<Task, 'id' | 'acceptanceCriteria' | 'testFiles' | 'filesToModify'>,
  attempt: Attempt,
  after: AfterRecording,
): AttemptEnding | null {
  const { report } = attempt;
  if (attempt.interrupted) return interruptedEnding(attempt, after, 'interrupted');
  if (attempt.rateLimitedUntil !== null) return interruptedEnding(attempt, after, 'rate_limited');
  // Another attempt would be refused as well, until a person logs in.
  if (attempt.refusedLogin || attempt.cannotStart) return ending('blocked', attempt.problem, null);
  if (after.embeddedRepositories.length > 0) {
    const list = after.embeddedRepositories.join(', ');
    return ending(
      'blocked',
      `The work contains another git repository, which git cannot keep: ${list}.`,
      null,
    );
  }
  if (report !== null && (report.status === 'blocked' || report.blockerDiscovered)) {
    const what = report.blockerDiscovered ? 'The plan is wrong' : 'The agent is blocked';
    return ending('blocked', `${what}: ${said(report)}`, null);
  }
  const failed = agentFailure(attempt);
  if (failed !== null) return failedEnding(attempt, after, 'failed', failed, []);
  const violation = scopeViolation(task, after.work.changes);
  if (violation !== null) return failedEnding(attempt, after, 'rejected', violation.message, []);
  const missing = missingArtifacts(task, { ...attempt, changes: after.work.changes }, (path) =>
    after.presentFiles.has(path),
  );
  if (missing.length === 0) return null;
  return failedEnding(attempt, after, 'rejected', missing.join(' '), missing);
}

function said(report: AgentReport): string {
  return report.message === '' ? 'no reason given' : report.message;
}

/** Why the agent itself failed, in one sentence; null when it did not. */
function agentFailure(attempt: Attempt): string | null {
  const { report, exitCode, problem } = attempt;
  if (report?.status === 'fail') return `The agent reports failure: ${said(report)}`;
  if (report?.status === 'success') return null;
  if (problem !== null) return problem;
  if (exitCode === 0) return null;
  return exitCode === null
    ? 'The agent was ended by a signal.'
    : `The agent ended with exit code ${exitCode} and no report.`;
}

function ending(
  outcome: AttemptEnding['outcome'],
  problem: string | null,
  carryForward: string | null,
  failureSignature: string | null = null,
): AttemptEnding {
  return { outcome, problem, carryForward, failureSignature, conflicts: [] };
}

function interruptedEnding(
  attempt: Attempt,
  after: AfterRecording,
  outcome: 'interrupted' | 'rate_limited',
): AttemptEnding {
  const problem =
    attempt.problem ??
    (outcome === 'interrupted' ? 'The attempt was interrupted.' : 'The agent was rate limited.');
  const carryForward = describeInterruptedAttempt({
    problem,
    changes: after.work.changes,
    lastOutput: after.lastOutput,
    lastError: attempt.report?.message ?? '',
  });
  return ending(outcome, problem, carryForward);
}

function failedEnding(
  attempt: Attempt,
  after: AfterRecording,
  outcome: 'failed' | 'rejected',
  problem: string,
  artifactProblems: readonly string[],
): AttemptEnding {
  const carryForward = describeFailedAttempt({
    attemptNumber: attempt.number,
    problem,
    evidence: [],
    changes: after.work.changes,
    conflictFiles: [],
    artifactProblems,
  });
  // Without checks, the same problem on the same tree is the sign of going round in circles.
  return ending(outcome, problem, carryForward, `${after.work.tree}:${problem}`);
}
