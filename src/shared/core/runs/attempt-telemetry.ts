import { assertNever } from '#shared/lib/assert-never.ts';
import type { Attempt, ChangedFiles } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';

/**
 * The one telemetry record of an attempt: what it used, and how what its agent says it changed compares
 * with what git found. `now` (UTC ISO) counts as its end when none is recorded.
 */
export function attemptTelemetry(
  task: Pick<Task, 'debugAttempts'>,
  attempt: Attempt,
  changes: ChangedFiles,
  now: string,
): Telemetry {
  const { report, usage } = attempt;
  const startedAt = attempt.startedAt ?? attempt.createdAt;
  const completedAt = attempt.endedAt ?? now;
  const { modified, created, deleted } = changes;
  const changed = new Set([...modified, ...created, ...deleted].toSorted());
  const reported = [...(report?.modified ?? []), ...(report?.created ?? [])];
  return {
    // One record per attempt, also when the step that writes it is repeated after a crash.
    id: `telemetry-${attempt.id}`,
    attemptId: attempt.id,
    taskId: attempt.taskId,
    epicId: attempt.epicId,
    runId: attempt.runId,
    agent: attempt.agent,
    role: attempt.role,
    status: statusOf(attempt),
    usage: usage ?? { tokens: null, tokenSource: 'none', costUsd: null },
    durationMs: Math.max(0, Date.parse(completedAt) - Date.parse(startedAt)),
    filesModified: modified,
    filesCreated: created,
    reportedOnly: reported.filter((path) => !changed.has(path)),
    unreported: report === null ? [] : [...changed].filter((path) => !reported.includes(path)),
    errorType: report?.errorType ?? null,
    errorSummary: attempt.problem ?? (report?.message === '' ? null : (report?.message ?? null)),
    debugAttempts: task.debugAttempts,
    startedAt,
    completedAt,
  };
}

function statusOf({ report }: Pick<Attempt, 'report'>): Telemetry['status'] {
  const said = report?.status;
  switch (said) {
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
      return assertNever(said, 'status of a report');
  }
}
