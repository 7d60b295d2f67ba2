import type { PlannedTask, Situation } from '#shared/core/planner.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Run } from '#shared/model/run.ts';
import { spentBy } from './finish-attempt.ts';
import type { RunParts } from './run-parts.ts';

/** Wait after a rate-limit answer that names no reset time. */
export const defaultParkMs = 5 * 60_000;

/** Reads from the store all that the next decisions depend on. */
export function observe(
  parts: Pick<RunParts, 'store' | 'clock'>,
  run: Run,
  active: ReadonlySet<string>,
): Situation {
  const attempts = parts.store.find('attempts', 'run_id', run.id);
  const byTask = Map.groupBy(attempts, (attempt) => attempt.taskId);
  const tasks: PlannedTask[] = [];
  for (const id of run.taskIds) {
    const task = parts.store.get('tasks', id);
    if (task === null) continue;
    const own = byTask.get(id) ?? [];
    tasks.push({ ...task, parkedUntil: parkedUntil(own.at(-1)), attempts: own.length });
  }
  return {
    run,
    tasks,
    isClosedOutside: (id) => parts.store.get('tasks', id)?.status === 'closed',
    active,
    spent: spentBy(attempts),
    now: parts.clock.now(),
  };
}

function parkedUntil(last: Attempt | undefined): number | null {
  if (last?.outcome !== 'rate_limited' || last.rateLimitedUntil === null) return null;
  return Date.parse(last.rateLimitedUntil);
}
