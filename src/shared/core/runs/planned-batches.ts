import type { Attempt } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import { prerequisitesOf } from './readiness.ts';
import type { GatedTask } from './readiness.ts';

/** What batches are planned with. */
export interface BatchSettings {
  readonly tddEnabled: boolean;
  readonly maxParallelTasks: number;
  /** Whether a task that is not among the planned ones is closed. */
  readonly isClosedOutside: (taskId: string) => boolean;
}

/**
 * The batches that the planner would start one after the other with the schedule `batch`, if each task
 * succeeded: always the first ready ones in planned order, which is the order of `tasks`, up to the
 * parallel limit. Closed tasks are in none, and neither are those that wait for one that is blocked.
 */
export function planBatches(
  tasks: readonly GatedTask[],
  { tddEnabled, maxParallelTasks, isClosedOutside }: BatchSettings,
): readonly (readonly string[])[] {
  const statuses = new Map(tasks.map(({ id, status }) => [id, status]));
  const waitingFor = new Map<number, number>();
  const dependents = new Map<string, number[]>();
  const ready: number[] = [];
  for (const [position, task] of tasks.entries()) {
    if (task.status === 'closed' || task.status === 'blocked') continue;
    const unmet = new Set(prerequisitesOf(task, tddEnabled)).values().filter((id) => {
      const status = statuses.get(id);
      return status === undefined ? !isClosedOutside(id) : status !== 'closed';
    });
    let count = 0;
    for (const id of unmet) {
      count += 1;
      const known = dependents.get(id);
      if (known === undefined) dependents.set(id, [position]);
      else known.push(position);
    }
    waitingFor.set(position, count);
    if (count === 0) ready.push(position);
  }
  const batches: string[][] = [];
  while (ready.length > 0) {
    const batch = ready.splice(0, maxParallelTasks).map((position) => tasks[position]?.id ?? '');
    batches.push(batch);
    for (const position of batch.flatMap((id) => dependents.get(id) ?? [])) {
      const left = (waitingFor.get(position) ?? 0) - 1;
      waitingFor.set(position, left);
      if (left === 0) insert(ready, position);
    }
  }
  return batches;
}

/** Puts a number into its place in ascending ones. */
function insert(sorted: number[], value: number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, value);
}

/**
 * The batches that a run with the schedule `batch` has started, oldest first, the one under way last. Each
 * batch ends before the next one starts, so the time of a task's first attempt says which batch it was in.
 */
export function startedBatches(
  run: Pick<Run, 'id' | 'batch'>,
  attempts: Iterable<Pick<Attempt, 'runId' | 'taskId' | 'createdAt' | 'endedAt'>>,
): readonly (readonly string[])[] {
  const spans = new Map<string, { first: string; last: string }>();
  const underWay = new Set(run.batch);
  for (const { runId, taskId, createdAt, endedAt } of attempts) {
    if (runId !== run.id || underWay.has(taskId)) continue;
    const known = spans.get(taskId) ?? { first: createdAt, last: '' };
    const end = endedAt ?? createdAt;
    spans.set(taskId, {
      first: createdAt < known.first ? createdAt : known.first,
      last: end > known.last ? end : known.last,
    });
  }
  const batches: string[][] = [];
  let lastEnd = '';
  const byBeginning = [...spans].sort(([, a], [, b]) => compareTimes(a.first, b.first));
  for (const [taskId, { first, last }] of byBeginning) {
    const batch = batches.at(-1);
    if (batch === undefined || first >= lastEnd) batches.push([taskId]);
    else batch.push(taskId);
    if (last > lastEnd) lastEnd = last;
  }
  return run.batch.length === 0 ? batches : [...batches, run.batch];
}

/** ISO times, the earlier one first. */
function compareTimes(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
