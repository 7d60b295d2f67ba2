import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task } from '#shared/model/task.ts';
import { pastEpic, pastTask } from '#main/engine/feeds/past-documents.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Tasks and epics by their ids. */
export interface Items {
  readonly taskIds: readonly string[];
  readonly epicIds: readonly string[];
}

/** Ids that a message names before it only counts. */
const namedIds = 3;

/**
 * Deletes tasks, and epics with all their tasks: all of them, or none. Only their records go. What the log says
 * of them, snapshots, evidence, receipts and branches stay, and {@link restoreItems} brings them back as they were.
 * Refused for what is at work, what the active run has, what others wait for, and what a file says.
 * @returns what was deleted, the tasks of the epics among it
 */
export function deleteItems(workspace: Workspace, asked: Items): Result<Items, Failure> {
  const { store, clock } = workspace;
  const found = tasksOf(workspace, asked);
  if (!found.ok) return found;
  const tasks = found.value;
  const obstacle =
    runObstacle(workspace, tasks) ?? fileObstacle(tasks) ?? waitObstacle(workspace, tasks);
  if (obstacle !== null) return err(obstacle);
  const command = { kind: 'delete', at: isoTime(clock.now()) } as const;
  const taskIds = tasks.map(({ id }) => id);
  const entries: Entry[] = [
    ...taskIds.map((id): Entry => ({ to: 'tasks', id, command })),
    ...asked.epicIds.map((id): Entry => ({ to: 'epics', id, command })),
  ];
  const written = commit(store, entries);
  return written.ok ? ok({ taskIds, epicIds: asked.epicIds }) : written;
}

/** Brings deleted tasks and epics back exactly as they were; a task's epic comes back with it. */
export function restoreItems(workspace: Workspace, asked: Items): Result<Items, Failure> {
  const { store, clock } = workspace;
  const at = isoTime(clock.now());
  const tasks: Task[] = [];
  for (const id of asked.taskIds) {
    const document = pastTask(store, id)?.states.at(-1);
    if (document === undefined) return err(unknownItem(id));
    tasks.push(document);
  }
  const missing = tasks.map(({ epicId }) => epicId).filter((id) => store.get('epics', id) === null);
  const epicIds = [...new Set([...asked.epicIds, ...missing])];
  const entries: Entry[] = [];
  for (const id of epicIds) {
    const document = pastEpic(store, id)?.states.at(-1);
    if (document === undefined) return err(unknownItem(id));
    entries.push({ to: 'epics', id, command: { kind: 'restore', document, at } });
  }
  for (const document of tasks) {
    entries.push({ to: 'tasks', id: document.id, command: { kind: 'restore', document, at } });
  }
  const written = commit(store, entries);
  return written.ok ? ok({ taskIds: asked.taskIds, epicIds }) : written;
}

function tasksOf(
  { store }: Workspace,
  { taskIds, epicIds }: Items,
): Result<readonly Task[], Failure> {
  const tasks = new Map<string, Task>();
  for (const id of taskIds) {
    const task = store.get('tasks', id);
    if (task === null) return err(unknownItem(id));
    tasks.set(id, task);
  }
  for (const epicId of epicIds) {
    if (store.get('epics', epicId) === null) return err(unknownItem(epicId));
    for (const task of store.find('tasks', 'epic_id', epicId)) tasks.set(task.id, task);
  }
  return ok([...tasks.values()]);
}

/** A run goes on until each of its tasks has ended: none may vanish from it. */
function runObstacle({ store }: Workspace, tasks: readonly Task[]): Failure | null {
  const run = unfinishedRun(store)?.run ?? null;
  if (run === null) return null;
  const own = new Set(run.taskIds);
  const ids = tasks
    .filter(({ id, status }) => own.has(id) && status !== 'closed')
    .map(({ id }) => id);
  if (ids.length === 0) return null;
  const message = `${listed(ids)} ${ids.length === 1 ? 'is' : 'are'} part of the run that has not ended.`;
  return failure('task-in-run', message, 'Wait until it has ended, or cancel it.');
}

function fileObstacle(tasks: readonly Task[]): Failure | null {
  const inFile = tasks.find(({ source }) => source !== null);
  if (inFile === undefined) return null;
  const message = `Task ${inFile.id} comes from ${inFile.source?.file ?? 'a file'}: it would come back from there.`;
  return failure('kept-in-file', message, 'Close it here instead, with a reason.');
}

function waitObstacle({ store }: Workspace, tasks: readonly Task[]): Failure | null {
  const gone = new Set(tasks.map(({ id }) => id));
  const waiting = store.all('tasks').filter((task) => {
    if (gone.has(task.id)) return false;
    const { dependencies, testTaskId } = task;
    return dependencies.some((id) => gone.has(id)) || (testTaskId !== null && gone.has(testTaskId));
  });
  const [first] = waiting;
  if (first === undefined) return null;
  const [waited = ''] = [...first.dependencies, first.testTaskId ?? ''].filter((id) =>
    gone.has(id),
  );
  const who = listed(waiting.map(({ id }) => id));
  return failure(
    'task-waited-for',
    `${who} ${waiting.length === 1 ? 'waits' : 'wait'} for what would be deleted: ${first.id} for ${waited}.`,
    'Delete those too, or take it out of what they wait for.',
  );
}

function unknownItem(id: string): Failure {
  return failure('unknown-task', `There is no task or epic ${id}.`, 'Look at the board again.');
}

function listed(ids: readonly string[]): string {
  const more = ids.length - namedIds;
  const shown = ids.slice(0, namedIds).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
