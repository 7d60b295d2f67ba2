import { taskRecords } from '#shared/core/edits/removal.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/**
 * Takes back that a task was opened again: it is exactly as it was before, from the log. Refused when
 * anything has happened to it since, and when its merge was taken back: then it is open for good reason.
 */
export async function takeBackReopening(
  workspace: Workspace,
  taskId: string,
): Promise<Result<Task, Failure>> {
  const { store } = workspace;
  const before = stateBeforeReopening(workspace, taskId);
  if (before === null) {
    return err(
      failure(
        'nothing-to-undo',
        `${taskId} was not just opened again, or something has happened to it since.`,
        'Look at its history in the task panel.',
      ),
    );
  }
  const at = isoTime(workspace.clock.now());
  const entries: Entry[] = [
    { to: 'tasks', id: taskId, command: { kind: 'undo_reopen', before, at } },
  ];
  if (before.status === 'blocked' && store.get('epics', before.epicId)?.status === 'in_progress') {
    const status = { kind: 'set_status', status: 'blocked' } as const;
    entries.push({ to: 'epics', id: before.epicId, command: status });
  }
  const written = commit(store, entries);
  if (!written.ok) return written;
  await writeBackTask(workspace, taskId);
  return ok(store.get('tasks', taskId) ?? before);
}

/** The task before the last thing that happened to it, if that was its reopening; else null. */
function stateBeforeReopening({ store }: Workspace, taskId: string): Task | null {
  if (store.find('receipts', 'task_id', taskId).at(-1)?.kind === 'revert') return null;
  const events = store
    .logOf('tasks', [taskId])
    .flatMap(({ entry }) => (entry.collection === 'tasks' ? [entry.event] : []));
  if (events.at(-1)?.kind !== 'reopened') return null;
  let task: Task | null = null;
  for (const event of events.slice(0, -1)) {
    task = event.kind === 'removed' ? null : taskRecords.evolve(task, event);
  }
  return task;
}
