import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { epicTipFor } from '#main/landing/epic-tip.ts';
import { required } from '#main/store/required.ts';
import type { Place, PrepareOrder, RecordOrder, RunOrder } from '#main/work/orders.ts';
import { promptFor } from './prompt.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import type { RunSession } from '#main/runs/run-session.ts';

// Orders are made from the records, and from what the host alone can ask; a worker reads no records.

/**
 * The order to make an attempt's worktree ready. The epic gets its branch here if it has none; fails where it
 * cannot have one, and where git would run what nobody has agreed to, before git does anything for the attempt.
 */
export async function prepareOrder(
  parts: HostParts,
  session: RunSession,
  attempt: Attempt,
): Promise<Result<PrepareOrder, Failure>> {
  const untrusted = await parts.trustGate.problemOfGit();
  if (untrusted !== null) return err(untrusted);
  const base = await epicTipFor(parts.landing, session.landing, attempt.epicId);
  if (!base.ok) return base;
  const { id, script, verify, source } = required(parts.store, 'tasks', attempt.taskId);
  const { copy, clone, setup, teardown, setup_inputs: setupInputs } = parts.config.worktree;
  const { likelyBase } = parts.landing.repository;
  const main = parts.config.base_branch ?? likelyBase;
  return ok({
    ...placeOf(attempt, base.value),
    continues: attempt.resumes !== null,
    executes: { id, script, verify, source },
    provision: { copy, clone, setup, teardown, setupInputs },
    branches: [`epic/${attempt.epicId}`, ...(main === null ? [] : [main])],
  });
}

/** The order to run an attempt's agent; fails when its prompt cannot be put together. */
export async function runOrder(
  parts: HostParts,
  attempt: Attempt,
): Promise<Result<RunOrder, Failure>> {
  const place = placeOf(attempt);
  const prompt = await promptFor(parts, attempt, parts.worker.folderOf(place.worktree));
  if (!prompt.ok) return prompt;
  const { settings } = required(parts.store, 'runs', attempt.runId);
  return ok({
    ...place,
    agent: attempt.agent,
    prompt: prompt.value,
    script: required(parts.store, 'tasks', attempt.taskId).script,
    silentMinutes: settings.silentMinutes,
    killSilentMinutes: settings.killSilentMinutes,
  });
}

/** The order to keep what an attempt's agent left. */
export function recordOrder(parts: HostParts, attempt: Attempt): RecordOrder {
  const task = required(parts.store, 'tasks', attempt.taskId);
  return {
    ...placeOf(attempt),
    message: commitMessage(task, attempt.report),
    testFiles: task.testFiles,
  };
}

/**
 * Where an attempt works: its slot is in its first record, its base in the one that makes it run.
 * @throws {Error} when they are not, which only a record of another program can bring about
 */
function placeOf(attempt: Attempt, base = attempt.baseCommit): Place {
  const { id: attemptId, runId, taskId, number, branch, worktree, phase } = attempt;
  if (worktree === null || base === null) {
    throw new Error(`Attempt ${attemptId} is ${phase} and has no worktree.`);
  }
  return { runId, attemptId, taskId, number, branch, worktree, base };
}

function commitMessage(task: Task, report: AgentReport | null): string {
  const summary = report?.summary ?? task.title;
  return `${task.id}: ${summary.split('\n')[0] ?? ''}\n`;
}
