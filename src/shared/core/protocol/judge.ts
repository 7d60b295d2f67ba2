import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { AttemptEnding, RecordedWork } from '#shared/core/records/attempt-machine.ts';
import { missingArtifacts } from './artifact-check.ts';
import { blockedEnding, cutOffEnding, refusedEnding, sentBackEnding } from './endings.ts';
import { scopeViolation } from './file-scope.ts';

/** What is known when an attempt's work has been recorded, beside the records themselves. */
export interface AfterRecording {
  readonly work: RecordedWork;
  /** Paths of other git repositories inside the work, whose content git does not keep. */
  readonly embeddedRepositories: readonly string[];
  /** Submodules that the work moves to a commit that none of their remotes is known to have. */
  readonly movedSubmodules: readonly string[];
  /** Files that git could not take, each with git's words. */
  readonly refusedFiles?: readonly { readonly path: string; readonly words: string }[];
  /** Files and folders of the work that git ignores. */
  readonly ignoredPaths?: readonly string[];
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
  const { changes, tree } = after.work;
  if (attempt.interrupted || attempt.rateLimitedUntil !== null) return cutOff(attempt, after);
  // Another attempt would be refused as well, until a person logs in.
  if (attempt.refusedLogin || attempt.cannotStart) return blockedEnding(attempt.problem);
  if (after.embeddedRepositories.length > 0) {
    const list = after.embeddedRepositories.join(', ');
    return blockedEnding(
      `The work contains another git repository, which git cannot keep: ${list}.`,
    );
  }
  if (after.movedSubmodules.length > 0) {
    const list = after.movedSubmodules.join(', ');
    return blockedEnding(
      `The work moves a submodule to another commit, which is kept in the submodule's own repository and not with the work: ${list}. None of its remotes is known to have it: push it there and run the task again, or move it in a checkout of the epic branch, commit that, and close the task by hand.`,
    );
  }
  const unusable = unusableWork(after);
  if (unusable !== null) return blockedEnding(unusable);
  if (report !== null && (report.status === 'blocked' || report.blockerDiscovered)) {
    const what = report.blockerDiscovered ? 'The plan is wrong' : 'The agent is blocked';
    return blockedEnding(`${what}: ${said(report)}`);
  }
  const recorded = { ...attempt, changes };
  const failed = agentFailure(attempt);
  if (failed !== null) {
    return sentBackEnding(recorded, tree, { outcome: 'failed', problem: failed });
  }
  const violation = scopeViolation(task, changes);
  if (violation !== null) {
    return sentBackEnding(recorded, tree, { outcome: 'rejected', problem: violation.message });
  }
  const isPresent = (path: string): boolean => after.presentFiles.has(path);
  const missing = missingArtifacts(task, recorded, isPresent, after.ignoredPaths);
  if (missing.length === 0) return null;
  const problem = missing.join(' ');
  return sentBackEnding(recorded, tree, { outcome: 'rejected', problem, missing });
}

/** Why the work cannot land as it is, whatever its checks would say; null when nothing of it is missing. */
function unusableWork({ refusedFiles = [] }: AfterRecording): string | null {
  if (refusedFiles.length === 0) return null;
  const list = refusedFiles.map(({ path, words }) => `${path} (${words})`).join(', ');
  return `git could not take all files of the work: ${list}. They are in its worktree.`;
}

function cutOff(attempt: Attempt, { work, lastOutput }: AfterRecording): AttemptEnding {
  const { problem, report, interrupted } = attempt;
  const known = { changes: work.changes, lastOutput, lastError: report?.message ?? '' };
  return interrupted
    ? cutOffEnding({ ...known, problem: problem ?? 'The attempt was interrupted.' })
    : refusedEnding({ ...known, problem: problem ?? 'The agent was rate limited.' });
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
