import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Run } from '#shared/model/run.ts';
import { enqueueTasks } from '#main/runs/start/enqueue-tasks.ts';
import { activeRunProblem, unfinishedRun } from '#main/runs/start/start-run.ts';
import { commit } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** The run that a process drives now, here or elsewhere. */
export function steerableRun({ store }: Pick<Workspace, 'store'>): Result<Run, Failure> {
  const unfinished = unfinishedRun(store);
  if (unfinished === null) {
    const action = 'Start one: the tasks that it takes can be chosen.';
    return err(failure('run-not-active', 'No run is active.', action));
  }
  if (unfinished.alive) return ok(unfinished.run);
  return err(
    activeRunProblem(store) ?? failure('run-not-active', 'The run has ended.', 'Try again.'),
  );
}

/**
 * Adds open tasks to the active run, whichever process drives it: they start when a slot is free. Refused
 * with every reason there is, and then none is added. The tasks are checked against the run's own settings,
 * and agents and checks against the config of `workspace`.
 * @returns the ids that were added: tasks that the run has already, or that are not open, are left out
 */
export async function addToRun(
  workspace: Workspace,
  taskIds: readonly string[],
): Promise<Result<readonly string[], readonly Failure[]>> {
  const run = steerableRun(workspace);
  if (!run.ok) return err([run.error]);
  return enqueueTasks(workspace, run.value, taskIds);
}

/** While a run is paused nothing new is dispatched; what runs goes on. Idempotent. */
export function pauseRun(workspace: Workspace, paused: boolean): Result<Run, Failure> {
  const found = steerableRun(workspace);
  if (!found.ok) return found;
  const { id } = found.value;
  const command = {
    kind: paused ? 'pause' : 'go_on',
    at: isoTime(workspace.clock.now()),
  } as const;
  const written = commit(workspace.store, [{ to: 'runs', id, command }]);
  if (!written.ok) return written;
  return ok(workspace.store.get('runs', id) ?? found.value);
}
