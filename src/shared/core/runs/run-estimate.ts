import type { Attempt } from '#shared/model/attempt.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';
import { criticalPath } from '#shared/core/graph/critical-path.ts';
import type { TaskGraph } from '#shared/core/graph/task-graph.ts';

/** What a run will probably take, from this workspace's own history; null where there is none. */
export interface RunEstimate {
  readonly minutes: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  /** Where the numbers come from, in words. */
  readonly source: string;
  /** Attempts the numbers are taken from. */
  readonly sampleSize: number;
}

/**
 * The records that show what a task takes: those of attempts that came to an end of their own. One that was
 * refused by its provider or cut off shows only when that happened. One whose record is gone shows nothing.
 */
export function representativeHistory<Entry extends Pick<Telemetry, 'attemptId'>>(
  history: readonly Entry[],
  attempts: Iterable<Pick<Attempt, 'id' | 'outcome'>>,
): readonly Entry[] {
  const representative = new Set<string>();
  for (const { id, outcome } of attempts) {
    if (outcome !== null && outcome !== 'rate_limited' && outcome !== 'interrupted') {
      representative.add(id);
    }
  }
  return history.filter(({ attemptId }) => representative.has(attemptId));
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/**
 * Median per attempt of the past times the tasks; the time is the longer of the critical path and the
 * work shared by all slots. Numbers that no past attempt reported stay null.
 */
export function estimateRun(
  graph: TaskGraph | null,
  slots: number,
  history: readonly Pick<Telemetry, 'durationMs' | 'usage' | 'taskId'>[],
): RunEstimate {
  const count = graph?.ids.length ?? 0;
  const perAttempt = median(history.map((record) => record.durationMs));
  if (graph === null || perAttempt === null) {
    return { minutes: null, tokens: null, costUsd: null, source: 'no history', sampleSize: 0 };
  }
  const attemptsPerTask = history.length / new Set(history.map((record) => record.taskId)).size;
  const perTask = perAttempt * attemptsPerTask;
  const longest = criticalPath(graph, () => perTask).total;
  const times = (value: number | null): number | null =>
    value === null ? null : value * attemptsPerTask * count;
  return {
    minutes: Math.max(longest, (perTask * count) / slots) / 60_000,
    tokens: times(median(history.flatMap((record) => record.usage.tokens ?? []))),
    costUsd: times(median(history.flatMap((record) => record.usage.costUsd ?? []))),
    source: 'median of past attempts in this workspace',
    sampleSize: history.length,
  };
}
