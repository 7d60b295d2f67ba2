import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { unfinishedRun } from '#main/runs/start/start-run.ts';
import { commit } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What an import has added. */
export interface AddedItems {
  readonly taskIds: readonly string[];
  readonly epicIds: readonly string[];
}

/**
 * Takes out what an import has added: all of it, or nothing when something was done with one of the tasks since, or
 * another task counts on them. Their files stay as they are.
 */
export function undoImport(
  { store }: Pick<Workspace, 'store'>,
  { taskIds, epicIds }: AddedItems,
): Result<void, Failure> {
  const gone = new Set(taskIds);
  const kept = store.all('tasks').filter(({ id }) => !gone.has(id));
  const counting = kept.find(
    ({ dependencies, testTaskId }) =>
      dependencies.some((id) => gone.has(id)) || (testTaskId !== null && gone.has(testTaskId)),
  );
  if (counting !== undefined) {
    const message = `${counting.id} waits for a task of this import.`;
    return err(failure('import-in-use', message, 'Take that dependency away first.'));
  }
  const run = unfinishedRun(store)?.run ?? null;
  const running = taskIds.find((id) => run?.taskIds.includes(id) === true);
  if (running !== undefined) {
    const message = `${running} is in the active run.`;
    return err(failure('import-in-use', message, 'Wait for the run, or cancel it first.'));
  }
  const usedEpics = new Set(kept.map(({ epicId }) => epicId));
  const files = taskIds.filter((id) => store.get('taskFiles', id) !== null);
  const written = commit(store, [
    ...taskIds.map((id) => ({ to: 'tasks', id, command: { kind: 'remove' } }) as const),
    ...files.map((removed) => ({ to: 'taskFiles', removed }) as const),
    ...epicIds
      .filter((id) => !usedEpics.has(id) && store.get('epics', id) !== null)
      .map((id) => ({ to: 'epics', id, command: { kind: 'remove' } }) as const),
  ]);
  return written.ok ? ok(undefined) : written;
}
