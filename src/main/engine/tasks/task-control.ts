import { currentWork } from '#shared/core/records/current-work.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { steerableRun } from '#main/engine/runs/steer-run.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Blocks an open task for a reason that the person gives: no run takes it until it is reopened. */
export async function blockTask(
  workspace: Workspace,
  taskId: string,
  reason: string,
): Promise<Result<Task, Failure>> {
  const found = findTask(workspace, taskId);
  if (!found.ok) return found;
  const { status, epicId } = found.value;
  if (status !== 'open') return err(notOpen(found.value));
  const at = isoTime(workspace.clock.now());
  const entries: Entry[] = [{ to: 'tasks', id: taskId, command: { kind: 'block', reason, at } }];
  if (workspace.store.get('epics', epicId)?.status === 'in_progress') {
    entries.push({ to: 'epics', id: epicId, command: { kind: 'set_status', status: 'blocked' } });
  }
  const written = commit(workspace.store, entries);
  if (!written.ok) return written;
  await writeBackTask(workspace, taskId);
  return findTask(workspace, taskId);
}

/**
 * Ends the agent or the checks of a task. Its work is recorded and kept as that of any interrupted attempt,
 * and the task ends as blocked for the reason. Only the request is written here: whichever process drives the
 * run sees it at once. A merge that has begun is finished; one that waits is given up. With `closes`, the task
 * ends as closed by hand instead.
 * @returns the attempt whose work is being stopped
 */
export function stopTask(
  workspace: Workspace,
  taskId: string,
  reason: string,
  closes = false,
): Result<Attempt, Failure> {
  const task = findTask(workspace, taskId);
  if (!task.ok) return task;
  const { store } = workspace;
  const attempts = store.find('attempts', 'task_id', taskId);
  const work = currentWork(attempts, store.find('landings', 'task_id', taskId));
  const attempt = attempts.at(-1);
  if (work === null || attempt === undefined) return err(notRunning(task.value));
  const run = steerableRun(workspace);
  if (!run.ok) return run;
  const command = { kind: 'stop', reason, closes, at: isoTime(workspace.clock.now()) } as const;
  const to = work.kind === 'attempt' ? 'attempts' : 'landings';
  const written = commit(store, [{ to, id: work.id, command }]);
  return written.ok ? ok(attempt) : written;
}

function findTask({ store }: Workspace, taskId: string): Result<Task, Failure> {
  const task = store.get('tasks', taskId);
  if (task !== null) return ok(task);
  return err(
    failure('unknown-task', `There is no task ${taskId}.`, 'List tasks with `switchyard list`.'),
  );
}

function notOpen({ id, status }: Task): Failure {
  switch (status) {
    case 'in_progress':
    case 'in_review':
      return failure(
        'illegal-task-status',
        status === 'in_progress'
          ? `An agent works on ${id}.`
          : `The work of ${id} is being checked and merged.`,
        'Stop the task instead: its work is kept, and it is blocked then.',
      );
    case 'closed':
      return failure('illegal-task-status', `Task ${id} is done.`, 'Reopen it, or undo its merge.');
    case 'blocked':
    case 'open':
      return failure('illegal-task-status', `Task ${id} is blocked already.`, 'Reopen it first.');
    default:
      return assertNever(status, 'task status');
  }
}

function notRunning({ id, status }: Task): Failure {
  const action =
    status === 'open' ? 'Block it to keep it from being started.' : 'There is nothing to stop.';
  return failure('task-not-running', `No agent works on ${id}.`, action);
}
