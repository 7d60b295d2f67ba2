import { saysWhatWaits } from '#shared/core/records/waiting-work.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { listRefs, refNames, resolveCommit } from '#main/git/refs.ts';
import { epicEntries } from '#main/store/epic-entries.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { commit } from '#main/store/ledger.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopTask } from './task-control.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** A task that was closed by hand. */
export interface ClosedTask {
  readonly task: Task;
  /** Where the work lies that its agents have left, in a sentence; null when there is none. */
  readonly kept: string | null;
}

const lookMs = 100;

/** How long a stopped agent may take until its work is recorded. */
const longestStopMs = 120_000;

/**
 * Closes a task because a person says so, with their reason: recorded and shown as such, never as verified
 * (docs/adr/0007). What waits for it can start. While an agent works on it this is refused, unless the agent
 * is to be stopped first. Nothing of its work is deleted.
 */
export async function closeByHand(
  workspace: Workspace,
  taskId: string,
  request: { readonly reason: string; readonly stop?: boolean | undefined },
): Promise<Result<ClosedTask, Failure>> {
  const reason = request.reason.trim();
  if (reason === '') {
    const action = 'Say why: it is kept with the task, and shown wherever the task is.';
    return err(failure('reason-missing', 'Closing a task by hand needs a reason.', action));
  }
  if (request.stop === true) {
    const stopped = await stopIfRunning(workspace, taskId, reason);
    if (!stopped.ok) return stopped;
    if (stopped.value === 'closed') return closedTask(workspace, taskId);
  }
  const task = workspace.store.get('tasks', taskId);
  const at = isoTime(workspace.clock.now());
  const command = { kind: 'close_by_hand', reason, by: 'person', at } as const;
  const written = commit(workspace.store, [
    { to: 'tasks', id: taskId, command },
    ...(task === null ? [] : epicEntries(workspace, task, 'close')),
  ]);
  if (!written.ok) {
    if (task === null) return written;
    const landings = workspace.store.find('landings', 'task_id', taskId);
    return err(saysWhatWaits(written.error, task, landings));
  }
  return closedTask(workspace, taskId);
}

/** Writes into the task's file that it is closed, and names what is kept. */
async function closedTask(
  workspace: Workspace,
  taskId: string,
): Promise<Result<ClosedTask, Failure>> {
  await writeBackTask(workspace, taskId);
  const closed = workspace.store.get('tasks', taskId);
  if (closed === null) throw new Error(`Task ${taskId} vanished.`);
  return ok({ task: closed, kept: await keptWork(workspace, closed) });
}

/**
 * Stops the task's agent and waits until its work is recorded; a merge that has begun is finished. The process
 * that drives the run closes the task with that.
 */
async function stopIfRunning(
  workspace: Workspace,
  taskId: string,
  reason: string,
): Promise<Result<'closed' | 'stopped', Failure>> {
  const { store } = workspace;
  const isRunning = (): boolean =>
    ['in_progress', 'in_review'].includes(store.get('tasks', taskId)?.status ?? '');
  if (!isRunning()) return ok('stopped');
  const stopped = stopTask(workspace, taskId, reason, true);
  if (!stopped.ok) return stopped;
  for (let waited = 0; isRunning() && waited < longestStopMs; waited += lookMs) await sleep(lookMs);
  const task = store.get('tasks', taskId);
  if (task?.status !== 'closed') return ok('stopped');
  if (closedByHandOf(task) !== null) return ok('closed');
  return err(
    failure(
      'task-finished',
      `${taskId} was finished meanwhile: its checks passed and its work is merged.`,
      'There is nothing to close.',
    ),
  );
}

/** Names what agents have left of a task that is in no merge. */
async function keptWork(
  { git, store }: Workspace,
  { id }: Pick<Task, 'id'>,
): Promise<string | null> {
  if (store.find('attempts', 'task_id', id).length === 0) return null;
  try {
    const branch = await resolveCommit(git, refNames.taskBranch(id));
    const snapshots = (await listRefs(git, refNames.vaultPrefix(id))).length;
    const places = [
      ...(branch === null ? [] : [`on the branch agent/${id}`]),
      ...(snapshots === 0 ? [] : [`in ${snapshots} snapshot(s) of the vault`]),
    ];
    return places.length === 0 ? null : `Its agents' work is kept ${places.join(' and ')}.`;
  } catch {
    // A repository that is away says nothing; nothing of it was touched either.
    return null;
  }
}
