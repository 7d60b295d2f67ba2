import { emptySpec, epicIdFor, nextTaskId } from '#shared/core/edits/new-items.ts';
import { withNormalPaths } from '#shared/core/paths/repository-path.ts';
import { closedWhenImported } from '#shared/core/records/task-machine.ts';
import type { TaskChanges } from '#shared/core/records/task-machine.ts';
import { isoTime } from '#shared/lib/clock.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { itemIdProblem } from '#shared/model/item-id.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { ClosedByHand, Task, TaskSpec } from '#shared/model/task.ts';
import type { ImportedEpic, ImportedTask } from '#main/sources/imported-items.ts';
import { writeBackTask } from '#main/task-files/write-back.ts';
import { pastTask } from '#main/engine/feeds/past-documents.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** Base branch of new epics: the configured one; without a config file, the likeliest that there is. */
export function baseBranchOf(workspace: Workspace): string {
  const { config, configExists, repository } = workspace;
  return configExists ? config.base_branch : (repository.likelyBase ?? config.base_branch);
}

/** The record of an epic that a file or a person describes; what was under way there is open here. */
export function newEpic(workspace: Workspace, imported: ImportedEpic): Epic {
  const at = isoTime(workspace.clock.now());
  return {
    id: imported.id,
    title: imported.title,
    description: imported.description,
    status:
      imported.status === 'closed' || imported.status === 'blocked' ? imported.status : 'open',
    baseBranch: imported.baseBranch ?? baseBranchOf(workspace),
    baseCommit: null,
    branch: `epic/${imported.id}`,
    planId: null,
    createdAt: at,
    closedAt: imported.status === 'closed' ? at : null,
  };
}

/** The record of a task that a file or a person describes; what was under way there is open here. */
export function newTask(workspace: Workspace, imported: ImportedTask): Task {
  const at = isoTime(workspace.clock.now());
  const status =
    imported.status === 'closed' || imported.status === 'blocked' ? imported.status : 'open';
  const { fileState: _fileState, ...spec } = imported;
  return {
    ...spec,
    status,
    closedByHand:
      status === 'closed' ? (imported.closedByHand ?? closedBefore(imported, at)) : null,
    blockedReason: status === 'blocked' ? 'Blocked when it was imported.' : null,
    debugAttempts: 0,
    life: 1,
    dispatches: 0,
    startedAt: null,
    firstCodeChangeAt: null,
    completedAt: status === 'closed' ? at : null,
    createdAt: at,
    updatedAt: at,
  };
}

/** What was closed before it came here has no evidence here. */
function closedBefore({ source }: ImportedTask, at: string): ClosedByHand {
  const reason = source === null ? closedWhenImported : `It is done in ${source.file}.`;
  return { reason, by: 'import', at };
}

/** Adds an epic; without an id it gets one from its title. */
export function addEpic(
  workspace: Workspace,
  request: {
    readonly id?: string | undefined;
    readonly title: string;
    readonly description: string;
    readonly baseBranch?: string | undefined;
  },
): Result<Epic, Failure> {
  if (request.title.trim() === '') {
    return err(
      failure('title-missing', 'An epic needs a title.', 'Say in a few words what it is.'),
    );
  }
  const id = request.id ?? epicIdFor(request.title, workspace.ids.next('').slice(1, 4));
  const problem = idFailure(id);
  if (problem !== null) return err(problem);
  const { title, description, baseBranch = null } = request;
  const epic = newEpic(workspace, { id, title, description, status: 'open', baseBranch });
  const written = commit(workspace.store, [{ to: 'epics', id, command: { kind: 'add', epic } }]);
  return written.ok ? ok(epic) : written;
}

/** Why there is no such epic; null when there is, or none was named. */
export function unknownEpic({ store }: Workspace, epicId: string | undefined): Failure | null {
  if (epicId === undefined || store.get('epics', epicId) !== null) return null;
  return failure(
    'unknown-epic',
    `There is no epic ${epicId}.`,
    'See `switchyard list`, or add it with `switchyard add --epic-title <title>`.',
  );
}

/** Adds a task to an epic; without an id it becomes `<epic>.<n>` with the next free number. */
export function addTask(
  workspace: Workspace,
  request: TaskChanges & Pick<TaskSpec, 'epicId' | 'title'>,
): Result<Task, Failure> {
  const { store } = workspace;
  const unknown = unknownEpic(workspace, request.epicId);
  if (unknown !== null) return err(unknown);
  if (request.title.trim() === '') {
    return err(failure('title-missing', 'A task needs a title.', 'Say in a few words what to do.'));
  }
  const id = request.id ?? freeTaskId(workspace, request.epicId);
  const problem = idFailure(id);
  if (problem !== null) return err(problem);
  const normal = withNormalPaths(request);
  if (!normal.ok) return normal;
  const task = newTask(workspace, {
    ...emptySpec,
    implementationNotes: '',
    ...normal.value,
    id,
    status: 'open',
    closedByHand: null,
    finalSummary: '',
  });
  const written = commit(store, [{ to: 'tasks', id, command: { kind: 'add', task } }]);
  return written.ok ? ok(task) : written;
}

/** `<epic>.<n>` that no task has, nor had before it was deleted: its snapshots and evidence are kept under it. */
function freeTaskId({ store }: Workspace, epicId: string): string {
  const ids = store.find('tasks', 'epic_id', epicId).map(({ id }) => id);
  for (;;) {
    const id = nextTaskId(epicId, ids);
    if (pastTask(store, id) === null) return id;
    ids.push(id);
  }
}

function idFailure(id: string): Failure | null {
  const problem = itemIdProblem(id);
  if (problem === null) return null;
  return failure('bad-id', `The id ${JSON.stringify(id)} ${problem}.`, 'Choose another id.');
}

/** Opens a blocked or closed task again, for another run. */
export async function reopenTask(
  workspace: Workspace,
  taskId: string,
): Promise<Result<Task, Failure>> {
  const at = isoTime(workspace.clock.now());
  const command = { kind: 'reopen', reason: 'Reopened by the user.', at } as const;
  const task = workspace.store.get('tasks', taskId);
  const entries: Entry[] = [{ to: 'tasks', id: taskId, command }];
  if (task !== null && workspace.store.get('epics', task.epicId)?.status === 'blocked') {
    const status = { kind: 'set_status', status: 'in_progress' } as const;
    entries.push({ to: 'epics', id: task.epicId, command: status });
  }
  const written = commit(workspace.store, entries);
  if (!written.ok) return written;
  await writeBackTask(workspace, taskId);
  const reopened = workspace.store.get('tasks', taskId);
  if (reopened === null) throw new Error(`Task ${taskId} vanished.`);
  return ok(reopened);
}
