import { endingAfterRecording } from '#shared/core/protocol/attempt-ending.ts';
import { coversPath, isPattern } from '#shared/core/paths/path-cover.ts';
import type { AgentReport } from '#shared/model/agent-report.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { spentBy } from '#shared/core/runs/spent.ts';
import { commitChanges, commonBase, groupChanges } from '#main/git/commits.ts';
import type { TreeChange } from '#main/git/commits.ts';
import { literalPath } from '#main/git/file-content.ts';
import { takeSnapshot } from '#main/git/snapshot.ts';
import type { Entry } from '#main/store/ledger.ts';
import { commit } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import { capNotices, endingEntries } from './finish-attempt.ts';
import { lastOutputOf } from './run-agent.ts';
import type { RunParts } from './run-parts.ts';
import type { RunSession } from './run-session.ts';

/**
 * Keeps what the agent left: a commit on the task's branch and in the vault, the files it changed,
 * and the attempt's one telemetry record; then ends the attempt, or passes it on to verification.
 */
export async function recordWork(
  parts: RunParts,
  session: RunSession,
  attempt: Attempt,
): Promise<void> {
  const task = parts.store.get('tasks', attempt.taskId);
  if (task === null || attempt.worktree === null || attempt.baseCommit === null) {
    throw new Error(`Attempt ${attempt.id} has no work to record.`);
  }
  const { worktree } = await parts.pool.open(attempt.worktree, attempt.baseCommit);
  const snapshot = await takeSnapshot(
    {
      taskId: task.id,
      parent: attempt.baseCommit,
      message: commitMessage(task, attempt.report),
      number: attempt.number,
      moveBranch: true,
      adoptIndex: true,
    },
    parts.pool.snapshotDependencies(worktree),
  );
  const { commit: name, tree, vaultRef, isDirect } = snapshot;
  const baseCommit = isDirect
    ? attempt.baseCommit
    : await commonBase(parts.git, attempt.baseCommit, name);
  const differences = await commitChanges(parts.git, baseCommit, name);
  session.recordedWork.set(name, { changes: differences, isDirect });
  const work = { commit: name, tree, vaultRef, baseCommit, changes: groupChanges(differences) };
  const at = timestamp(parts);
  const ending = endingAfterRecording(task, attempt, {
    work,
    embeddedRepositories: differences.filter((one) => one.isRepository).map((one) => one.path),
    presentFiles: await presentTestFiles(parts, task, snapshot.commit, differences),
    lastOutput: await lastOutputOf(parts, attempt),
  });
  const entries: Entry[] = [
    { to: 'attempts', id: attempt.id, command: { kind: 'record', work, at } },
  ];
  if (differences.length > 0) {
    entries.push({ to: 'tasks', id: task.id, command: { kind: 'note_code_change', at } });
  }
  if (ending === null) entries.push({ to: 'tasks', id: task.id, command: { kind: 'review', at } });
  else entries.push(...endingEntries(parts, { ...attempt, ...work }, ending));
  entries.push(...spendNotices(parts, attempt));
  session.asRecorded.add(attempt.id);
  writeWithTelemetry(parts, entries, telemetryOf(parts, task, attempt, differences));
}

/** Telemetry goes into the same transaction, but must never hold the work up (SPEC section 5.4). */
function writeWithTelemetry(
  parts: RunParts,
  entries: readonly Entry[],
  telemetry: Telemetry,
): void {
  const known = parts.store.get('telemetry', telemetry.id) !== null;
  const entry: Entry = { to: 'telemetry', document: telemetry };
  const written = commit(parts.store, known ? entries : [entry, ...entries]);
  if (written.ok) return;
  parts.logger.warn('Telemetry was not written.', { attempt: telemetry.attemptId });
  record(parts, entries);
}

function commitMessage(task: Task, report: AgentReport | null): string {
  const summary = report?.summary ?? task.title;
  return `${task.id}: ${summary.split('\n')[0] ?? ''}\n`;
}

/** Which of the task's test files the work has; git is asked only about those it did not touch. */
async function presentTestFiles(
  parts: RunParts,
  task: Task,
  commitName: string,
  differences: readonly TreeChange[],
): Promise<ReadonlySet<string>> {
  const kept = differences.filter(({ status }) => status !== 'deleted').map(({ path }) => path);
  const isIn = (entry: string, paths: readonly string[]): boolean =>
    paths.some((path) => coversPath(entry, path));
  const unknown = task.testFiles.filter((entry) => !isIn(entry, kept));
  if (unknown.length === 0) return new Set(task.testFiles);
  // Git cannot be asked for a pattern: then all names are compared.
  const asked = unknown.some(isPattern) ? [] : unknown.map(literalPath);
  const args = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commitName, '--', ...asked];
  const listed = (await parts.git.run(args)).stdout.split('\0').filter((path) => path !== '');
  return new Set(task.testFiles.filter((entry) => isIn(entry, kept) || isIn(entry, listed)));
}

function spendNotices(parts: RunParts, attempt: Attempt): readonly Entry[] {
  const run = parts.store.get('runs', attempt.runId);
  if (run === null || attempt.usage === null) return [];
  const after = spentBy(parts.store.find('attempts', 'run_id', run.id));
  const before = {
    tokens: after.tokens - (attempt.usage.tokens ?? 0),
    costUsd: after.costUsd - (attempt.usage.costUsd ?? 0),
  };
  return capNotices(parts, run, before, after);
}

function telemetryOf(
  parts: RunParts,
  task: Task,
  attempt: Attempt,
  differences: readonly TreeChange[],
): Telemetry {
  const { report, usage } = attempt;
  const startedAt = attempt.startedAt ?? attempt.createdAt;
  const completedAt = attempt.endedAt ?? timestamp(parts);
  const changed = new Set(differences.map((one) => one.path));
  const reported = [...(report?.modified ?? []), ...(report?.created ?? [])];
  return {
    // One record per attempt, also when this step is repeated after a crash.
    id: `telemetry-${attempt.id}`,
    attemptId: attempt.id,
    taskId: task.id,
    epicId: task.epicId,
    runId: attempt.runId,
    agent: attempt.agent,
    role: attempt.role,
    status: telemetryStatus(attempt),
    usage: usage ?? { tokens: null, tokenSource: 'none', costUsd: null },
    durationMs: Math.max(0, Date.parse(completedAt) - Date.parse(startedAt)),
    filesModified: groupChanges(differences).modified,
    filesCreated: groupChanges(differences).created,
    reportedOnly: reported.filter((path) => !changed.has(path)),
    unreported: report === null ? [] : [...changed].filter((path) => !reported.includes(path)),
    errorType: report?.errorType ?? null,
    errorSummary: attempt.problem ?? (report?.message === '' ? null : (report?.message ?? null)),
    debugAttempts: task.debugAttempts,
    startedAt,
    completedAt,
  };
}

function telemetryStatus(attempt: Attempt): Telemetry['status'] {
  switch (attempt.report?.status) {
    case 'success':
      return 'PASS';
    case 'fail':
      return 'FAIL';
    case 'blocked':
      return 'BLOCKED';
    case 'unknown':
    case undefined:
      return 'UNKNOWN';
    default:
      return 'UNKNOWN';
  }
}
