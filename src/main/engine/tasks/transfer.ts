import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describeGraphProblem } from '#shared/core/graph/graph-problem.ts';
import { closedFailure } from '#shared/core/records/task-machine.ts';
import { buildTaskGraph } from '#shared/core/graph/task-graph.ts';
import type { GraphProblem } from '#shared/core/graph/task-graph.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { exportBacklogFolder } from '#main/sources/backlog-md/export-folder.ts';
import type { BacklogExport } from '#main/sources/backlog-md/export-folder.ts';
import { readBacklogFolder } from '#main/sources/backlog-md/read-folder.ts';
import { checkedOutBranch, refreshFromSource } from '#main/runs/task-source.ts';
import { fileTold } from '#main/runs/task-told.ts';
import type {
  FileState,
  ImportedEpic,
  ImportedItems,
  ImportedTask,
} from '#main/sources/imported-items.ts';
import { exportJson } from '#main/sources/json/export-json.ts';
import { importJson } from '#main/sources/json/import-json.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import { foreignFailure, readNamedText } from '#main/system/foreign-file.ts';
import { newEpic, newTask } from './work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What an import did. */
export interface ImportReport {
  readonly added: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: readonly string[];
  /** Items and files that were left out, each with its place. */
  readonly problems: readonly Failure[];
  /** What keeps tasks of this import from being run, though they were taken over. */
  readonly notices: readonly Failure[];
}

/** What is to be imported: a JSON file or its text, or the Backlog.md folder of this repository. */
export type ImportWish =
  | { readonly kind: 'json'; readonly file: string }
  | { readonly kind: 'json-text'; readonly file: string; readonly text: string }
  | { readonly kind: 'backlog-md'; readonly epicId: string };

/**
 * Imports epics and tasks. What is new is added, what came from the same file before is brought up to
 * date; one broken item does not hold back the others (SPEC section 13).
 */
export async function importItems(
  workspace: Workspace,
  wish: ImportWish,
): Promise<Result<ImportReport, Failure>> {
  const items = await readItems(workspace, wish);
  if (!items.ok) return items;
  // Before they are stored, so that none of them is ever taken for a task of the person's own.
  const noted = await noteImported(workspace, items.value, wish.kind);
  if (!noted.ok) return noted;
  const stored = storeItems(workspace, items.value, await checkedOutBranch(workspace));
  return stored.ok ? ok(await withStatuses(workspace, items.value, stored.value)) : stored;
}

/** What the tasks of a file run is the file's, until the person agrees; those of a folder say so themselves. */
async function noteImported(
  { trustDesk, given }: Workspace,
  { tasks }: ImportedItems,
  kind: ImportWish['kind'],
): Promise<Result<void, Failure>> {
  if (kind === 'backlog-md') return ok(undefined);
  const running = tasks.filter(({ script, verify }) => script !== null || verify.length > 0);
  return trustDesk.noteImported(
    given,
    running.map(({ id }) => id),
  );
}

async function readItems(
  { repository }: Workspace,
  wish: ImportWish,
): Promise<Result<ImportedItems, Failure>> {
  switch (wish.kind) {
    case 'json':
      return readJson(wish.file);
    case 'json-text':
      return readText(wish.text, wish.file);
    case 'backlog-md':
      return ok(await readBacklogFolder(repository.root, { epicId: wish.epicId }));
    default:
      return assertNever(wish, 'import wish');
  }
}

/** Far more than a backlog has. */
const longestImport = 64 * 1024 ** 2;

async function readJson(file: string): Promise<Result<ImportedItems, Failure>> {
  const read = await readNamedText(file, longestImport);
  if (!read.ok) return err(foreignFailure(file, read.error));
  if (read.value !== null) return readText(read.value, file);
  return err(failure('import-unreadable', `There is no ${file}.`, 'Check the path.'));
}

/** A text that is not the format at all is refused: nothing of it was looked at. */
function readText(text: string, file: string): Result<ImportedItems, Failure> {
  const items = importJson(text, file);
  const [problem] = items.problems;
  const isUnread = problem !== undefined && unreadCodes.has(problem.code);
  return isUnread ? err(problem) : ok(items);
}

const unreadCodes: ReadonlySet<string> = new Set([
  'json-invalid',
  'json-no-object',
  'format-unknown',
]);

/**
 * Takes over the statuses that were set in the files since: also those of a file that git has brought, because
 * whoever imports asks for what the files say now.
 */
async function withStatuses(
  workspace: Workspace,
  items: ImportedItems,
  report: ImportReport,
): Promise<ImportReport> {
  const taken = new Set([...report.updated, ...report.unchanged]);
  const changed = new Set<string>();
  for (const { id, fileState } of items.tasks) {
    if (fileState === undefined || !taken.has(id)) continue;
    for (const look of ['edited', 'its_turn'] as const) {
      const refreshed = await refreshFromSource(workspace, id, look);
      if (refreshed.ok && refreshed.value.isNews) changed.add(id);
    }
  }
  return {
    ...report,
    updated: [...new Set([...report.updated, ...changed])],
    unchanged: report.unchanged.filter((id) => !changed.has(id)),
  };
}

/** Stores imported items in one transaction; `branch` is what is checked out. */
export function storeItems(
  workspace: Workspace,
  items: ImportedItems,
  branch: string | null = null,
): Result<ImportReport, Failure> {
  const { store } = workspace;
  const entries: Entry[] = [];
  const problems: Failure[] = [...items.problems];
  for (const epic of items.epics) {
    if (store.get('epics', epic.id) !== null) continue;
    const command = { kind: 'add', epic: newEpic(workspace, epic) } as const;
    entries.push({ to: 'epics', id: epic.id, command });
  }
  const epicIds = new Set([...store.all('epics'), ...items.epics].map(({ id }) => id));
  const report = { added: [] as string[], updated: [] as string[], unchanged: [] as string[] };
  for (const task of items.tasks) {
    if (!epicIds.has(task.epicId)) {
      problems.push(withoutEpic(task));
      continue;
    }
    const existing = store.get('tasks', task.id);
    if (existing === null) {
      report.added.push(task.id);
      const added = newTask(workspace, task);
      entries.push({ to: 'tasks', id: task.id, command: { kind: 'add', task: added } });
      if (task.fileState !== undefined) entries.push(fileEntry(added, task.fileState, branch));
      continue;
    }
    const changes = newsOf(existing, task);
    if (changes === 'other') problems.push(duplicate(existing));
    else if (Object.keys(changes).length === 0) report.unchanged.push(task.id);
    else if (existing.status === 'closed' && existing.source === null) {
      problems.push(closedFailure(task.id));
    } else {
      report.updated.push(task.id);
      const at = isoTime(workspace.clock.now());
      entries.push({ to: 'tasks', id: task.id, command: { kind: 'edit', changes, at } });
    }
  }
  const written = commit(store, entries);
  if (!written.ok) return written;
  const taken = new Set([...report.added, ...report.updated, ...report.unchanged]);
  return ok({ ...report, problems, notices: graphNotices(workspace, taken) });
}

/** What the file says and what the app says are the same when it was just imported. */
function fileEntry(task: Task, state: FileState, branch: string | null): Entry {
  const told = fileTold(task);
  const document = { id: task.id, ...state, branch, replaced: [], told, problem: null };
  return { to: 'taskFiles', document };
}

/** What is new in a task that is stored already; `other` when it is another task of that id. */
function newsOf(existing: Task, told: ImportedTask): Partial<TaskSpec> | 'other' {
  if (existing.source?.kind !== told.source?.kind || existing.epicId !== told.epicId)
    return 'other';
  const {
    status: _status,
    implementationNotes: _notes,
    finalSummary: _summary,
    closedByHand: _closedByHand,
    fileState: _fileState,
    ...spec
  } = told;
  const current: Partial<Record<string, unknown>> = { ...existing };
  // Ticked criteria are the app's own record once a task has been closed.
  const ignored = existing.status === 'closed' ? ['acceptanceCriteria'] : [];
  const changed = Object.entries(spec).filter(
    ([key, value]) =>
      !ignored.includes(key) && JSON.stringify(current[key]) !== JSON.stringify(value),
  );
  return Object.fromEntries(changed);
}

function withoutEpic({ id, epicId }: ImportedTask): Failure {
  return failure(
    'unknown-epic',
    `Task ${id} belongs to the epic ${epicId}, which does not exist.`,
    'Put the epic into the file too, or add it with `switchyard add --epic-title <title>`.',
  );
}

function duplicate(existing: Task): Failure {
  return failure(
    'duplicate-id',
    `Task ${existing.id} exists already, from another source or in another epic.`,
    'Give one of the two another id; the one in the workspace was left as it is.',
  );
}

/**
 * Cycles and unknown dependencies of the tasks that were taken over; they are told at import, and refused
 * when a run starts.
 */
function graphNotices({ store }: Workspace, taken: ReadonlySet<string>): readonly Failure[] {
  const all = store.all('tasks');
  const ids = new Set(all.map(({ id }) => id));
  // A closed task starts no more, so what it once waited for is no matter.
  const nodes = all.filter(({ status }) => status !== 'closed');
  const built = buildTaskGraph(nodes, (id) => ids.has(id));
  if (built.ok) return [];
  return built.error
    .filter((problem) => idsOf(problem).some((id) => taken.has(id)))
    .map((problem) => ({ ...describeGraphProblem(problem), action: noticeActions[problem.kind] }));
}

const noticeActions: Readonly<Record<GraphProblem['kind'], string>> = {
  cycle: 'They were taken over. Remove one of these dependencies before they are run.',
  unknown_dependency: 'It was taken over. Correct the id, or add that task, before it is run.',
  duplicate_id: 'Rename one of them before they are run.',
};

function idsOf(problem: GraphProblem): readonly string[] {
  switch (problem.kind) {
    case 'cycle':
      return problem.ids;
    case 'unknown_dependency':
      return [problem.taskId];
    case 'duplicate_id':
      return [problem.id];
    default:
      return assertNever(problem, 'graph problem');
  }
}

/** The workspace's items in the form that sources write: secrets masked, as in all that leaves the app. */
export function exportableItems(
  { store, secrets }: Pick<Workspace, 'store' | 'secrets'>,
  epicId: string | null,
): { readonly epics: readonly ImportedEpic[]; readonly tasks: readonly Task[] } {
  const chosen = (id: string): boolean => epicId === null || epicId === id;
  return {
    epics: store
      .all('epics')
      .filter((epic) => chosen(epic.id))
      .map((epic) => ({ ...epic, ...secrets.maskAll(wordsOfEpic(epic)) })),
    tasks: store
      .all('tasks')
      .filter((task) => chosen(task.epicId))
      .map((task) => ({ ...task, ...secrets.maskAll(wordsOfTask(task)) })),
  };
}

function wordsOfEpic({ title, description }: Epic): Pick<Epic, 'title' | 'description'> {
  return { title, description };
}

/** What people and agents wrote of a task; the rest are ids, paths and states, which stay what they are. */
function wordsOfTask({
  title,
  description,
  acceptanceCriteria,
  verify,
  script,
  implementationNotes,
  finalSummary,
}: Task): Partial<Task> {
  const told = { title, description, acceptanceCriteria, verify, script };
  return { ...told, implementationNotes, finalSummary };
}

/** The JSON export of the workspace, or of one epic. */
export function exportAsJson(workspace: Workspace, epicId: string | null): string {
  const { epics, tasks } = exportableItems(workspace, epicId);
  return exportJson(epics, tasks);
}

/** Writes the JSON export to a file. */
export async function exportJsonFile(
  workspace: Workspace,
  epicId: string | null,
  file: string,
): Promise<Result<void, Failure>> {
  return writeFileAtomically(resolve(file), exportAsJson(workspace, epicId));
}

/** Writes a Backlog.md folder that the `backlog` tool reads; existing files stay as they are. */
export async function exportAsBacklog(
  workspace: Workspace,
  epicId: string | null,
  folder: string,
): Promise<Result<BacklogExport, Failure>> {
  const existing = await stat(folder).catch(() => null);
  if (existing !== null && !existing.isDirectory()) {
    return err(failure('not-a-folder', `${folder} is a file.`, 'Name a folder to export to.'));
  }
  const { epics, tasks } = exportableItems(workspace, epicId);
  return exportBacklogFolder(folder, epics, tasks);
}
