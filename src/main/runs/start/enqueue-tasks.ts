import { waitingAccounts } from '#main/runs/account-limits.ts';
import { unmetPrerequisites } from '#shared/core/runs/readiness.ts';
import { startOptionFor, startObstacle, taskLimits } from '#shared/core/runs/run-queue.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { commit } from '#main/store/ledger.ts';
import { checkTasks } from './preflight.ts';
import type { HostParts } from '#main/runs/host-parts.ts';
import { nothingToStart, runSkips } from './run-skips.ts';
import { selectTasks } from './select-tasks.ts';

/**
 * Adds tasks to a run that is under way, with the run's own settings: the open ones of `taskIds` that
 * it does not have yet or has skipped, in the order of their dependencies. All or none of them: every
 * problem is returned.
 * @returns the ids that were added
 */
export async function enqueueTasks(
  parts: HostParts,
  run: Run,
  taskIds: readonly string[],
): Promise<Result<readonly string[], readonly Failure[]>> {
  const obstacle = startObstacle(run);
  if (obstacle !== null) return err([failure('run-ending', obstacle, 'Nothing was added to it.')]);
  const selected = selectTasks(parts, { kind: 'selected', taskIds: [...taskIds] });
  if (!selected.ok) return err([selected.error]);
  const skipped = new Set(run.skipped.map(({ taskId }) => taskId));
  const isKnown = (id: string): boolean => run.taskIds.includes(id) && !skipped.has(id);
  const fresh = selected.value.filter(({ id }) => !isKnown(id));
  if (fresh.length === 0) return err([alreadyThere(parts, run, selected.value)]);
  const freshIds = new Set(fresh.map(({ id }) => id));
  // Also tasks that the run has already may wait for a new one, and with it in a circle.
  const within = run.taskIds
    .filter((id) => !freshIds.has(id))
    .flatMap((id) => parts.store.get('tasks', id) ?? [])
    .filter(({ status }) => status !== 'closed');
  const { problems, graph } = await checkTasks(parts, fresh, run.settings, within);
  if (problems.length > 0 || graph === null) return err(problems);
  const skips = runSkips(parts, graph, [...fresh, ...within], run.settings.tddEnabled);
  const nothing = nothingToStart(skips, fresh);
  if (nothing !== null) return err([nothing]);
  const ordered = graph.order.filter((id) => freshIds.has(id));
  const command = { kind: 'add_tasks', taskIds: ordered, at: timestamp(parts) } as const;
  const written = commit(parts.store, [{ to: 'runs', id: run.id, command }]);
  return written.ok ? ok(ordered) : err([written.error]);
}

function alreadyThere(parts: HostParts, run: Run, tasks: readonly Task[]): Failure {
  const { store, clock } = parts;
  const isClosed = (id: string): boolean => store.get('tasks', id)?.status === 'closed';
  const limits = taskLimits(run, waitingAccounts(parts, run), clock.now());
  const reasons = tasks.flatMap((task) => {
    const waitsFor = unmetPrerequisites(task, isClosed, run.settings.tddEnabled);
    const limit = limits.get(task.id) ?? null;
    const option = startOptionFor({ id: task.id, waitsFor, limit }, run);
    return option.kind === 'queued' ? [option.reason] : [];
  });
  return failure('task-in-run', reasons.join(' '), 'Nothing has to be done for that.');
}
