import type { Attempt } from '#shared/model/attempt.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import type { Run } from '#shared/model/run.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';
import type { StateName } from '#renderer/ui/signs/state.ts';

/** What became of one task of a run. */
export interface ResultRow {
  readonly taskId: string;
  readonly title: string;
  readonly state: StateName;
  /** `Verified`, `Closed by hand`, `Blocked`, `Skipped`, `Open`. */
  readonly verdict: string;
  /** Why it is not done; empty when it is. */
  readonly reason: string;
  readonly attempts: number;
  /** How long its agents worked, in ms; null when none did. */
  readonly workedMs: number | null;
  /** Null when no attempt reported a number. */
  readonly tokens: number | null;
}

export interface ResultParts {
  readonly tasks: ReadonlyMap<string, Task>;
  readonly attempts: Iterable<Pick<Attempt, 'taskId' | 'runId'>>;
  readonly telemetry: Iterable<Pick<Telemetry, 'taskId' | 'runId' | 'durationMs' | 'usage'>>;
}

/** What became of the tasks of a run, in its order. */
export function resultRows(
  run: Pick<Run, 'id' | 'taskIds' | 'skipped'>,
  { tasks, attempts, telemetry }: ResultParts,
): readonly ResultRow[] {
  const counts = new Map<string, number>();
  for (const { taskId, runId } of attempts) {
    if (runId === run.id) counts.set(taskId, (counts.get(taskId) ?? 0) + 1);
  }
  const reports = Map.groupBy(
    [...telemetry].filter(({ runId }) => runId === run.id),
    ({ taskId }) => taskId,
  );
  const skips = new Map(run.skipped.map(({ taskId, reason }) => [taskId, reason]));
  return run.taskIds.map((taskId) => {
    const task = tasks.get(taskId);
    const own = reports.get(taskId) ?? [];
    return {
      taskId,
      title: task?.title ?? '',
      ...verdictOf(task, skips.get(taskId) ?? null),
      attempts: counts.get(taskId) ?? 0,
      workedMs: own.length === 0 ? null : own.reduce((sum, { durationMs }) => sum + durationMs, 0),
      tokens: sumOf(own.map(({ usage }) => usage.tokens)),
    };
  });
}

function verdictOf(
  task: Task | undefined,
  skip: string | null,
): Pick<ResultRow, 'state' | 'verdict' | 'reason'> {
  if (task === undefined) return { state: 'idle', verdict: 'Gone', reason: '' };
  const byHand = closedByHandOf(task);
  if (byHand !== null) return { state: 'idle', verdict: 'Closed by hand', reason: byHand.reason };
  if (task.status === 'closed') return { state: 'verified', verdict: 'Verified', reason: '' };
  if (task.status === 'blocked') {
    return { state: 'blocked', verdict: 'Blocked', reason: task.blockedReason ?? '' };
  }
  if (skip !== null) return { state: 'idle', verdict: 'Skipped', reason: skip };
  return { state: 'idle', verdict: 'Open', reason: '' };
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}
