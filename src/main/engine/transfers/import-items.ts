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
import type { ImportPreview, ImportReport, SourceImport } from '#shared/contract/transfers.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import { checkedOutBranch, refreshFromSource } from '#main/task-files/take-over.ts';
import { changeDigest } from '#main/task-files/file-change.ts';
import type { FileState, ImportedItems, ImportedTask } from '#main/sources/imported-items.ts';
import type { SourceRegistry } from '#main/sources/registry.ts';
import type { Source, TextSource } from '#main/sources/source.ts';
import { sourceChanges, sourceFields } from '#main/sources/source-changes.ts';
import type { SourceField } from '#main/sources/source-changes.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import { foreignFailure, readNamedText } from '#main/system/foreign-file.ts';
import { newEpic, newTask } from '#main/engine/tasks/work-items.ts';
import type { Workspace } from '#main/engine/workspace.ts';

/** What is to be imported, also from a file that is named; without a kind, from the source that the repository has. */
export type ImportRequest =
  | SourceImport
  | { readonly from: 'repository'; readonly kind?: undefined; readonly epicId: string }
  | { readonly from: 'file'; readonly file: string };

/** What a source contains. */
interface ReadItems {
  readonly source: Source;
  readonly items: ImportedItems;
}

/**
 * Imports epics and tasks. What is new is added, what came from the same file before is brought up to
 * date; one broken item does not stop the others (SPEC section 13).
 */
export async function importItems(
  workspace: Workspace,
  request: ImportRequest,
): Promise<Result<ImportReport, Failure>> {
  const read = await readItems(workspace, request);
  if (!read.ok) return read;
  const { source } = read.value;
  const items = withKnownSources(workspace.sources, read.value.items);
  // Before they are stored, so that none of them is ever taken for a task of the person's own.
  const noted = await noteImported(workspace, items, source);
  if (!noted.ok) return noted;
  const branch = await checkedOutBranch(workspace);
  const stored = storeItems(workspace, items, { owns: source.owns, branch });
  return stored.ok ? ok(await withStatuses(workspace, items, stored.value)) : stored;
}

/** What an import would take: reads the same, and stores nothing. */
export async function previewImport(
  workspace: Workspace,
  request: ImportRequest,
): Promise<Result<ImportPreview, Failure>> {
  const read = await readItems(workspace, request);
  if (!read.ok) return read;
  const items = withKnownSources(workspace.sources, read.value.items);
  const { report } = planItems(workspace, items, { owns: read.value.source.owns });
  const added = new Set(report.added);
  const updated = new Set(report.updated);
  const unchanged = new Set(report.unchanged);
  const tasks = items.tasks
    .filter(({ id }) => added.has(id) || updated.has(id) || unchanged.has(id))
    .map(({ id, title, epicId }) => ({
      id,
      title,
      epicId,
      change: added.has(id)
        ? ('added' as const)
        : updated.has(id)
          ? ('updated' as const)
          : ('unchanged' as const),
    }));
  return ok({ tasks, addedEpics: report.addedEpics, problems: report.problems });
}

/** What the tasks of a text run is its writer's, until the person agrees; those that have files say so themselves. */
async function noteImported(
  { trustDesk, configInFile }: Workspace,
  { tasks }: ImportedItems,
  { files }: Source,
): Promise<Result<void, Failure>> {
  if (files !== null) return ok(undefined);
  const running = tasks.filter(({ script, verify }) => script !== null || verify.length > 0);
  return trustDesk.noteImported(
    configInFile,
    running.map(({ id }) => id),
  );
}

async function readItems(
  workspace: Workspace,
  request: ImportRequest,
): Promise<Result<ReadItems, Failure>> {
  const { sources, repository } = workspace;
  switch (request.from) {
    case 'file': {
      const source = sources.forFile(request.file);
      return source.ok ? readFile(source.value, request.file) : source;
    }
    case 'text': {
      const source = sources.resolve(request.kind);
      if (!source.ok) return source;
      return source.value.from === 'text'
        ? readText(source.value, request.text, request.name)
        : err(otherWay(source.value));
    }
    case 'repository': {
      const source = await (request.kind === undefined
        ? sources.inRepository(repository.root)
        : sources.resolve(request.kind));
      if (!source.ok) return source;
      if (source.value.from !== 'repository') return err(otherWay(source.value));
      const items = await source.value.readAll(repository.root, request.epicId);
      return items.ok ? ok({ source: source.value, items: items.value }) : items;
    }
    default:
      return assertNever(request, 'import request');
  }
}

function otherWay({ label, from }: Source): Failure {
  return failure(
    'source-unfit',
    from === 'text'
      ? `A ${label} is not looked for in the repository.`
      : `A ${label} is not read from a text.`,
    from === 'text' ? 'Name the file.' : 'Import it from the repository.',
  );
}

/** Far more than a backlog has. */
const longestImport = 64 * 1024 ** 2;

async function readFile(source: TextSource, file: string): Promise<Result<ReadItems, Failure>> {
  const read = await readNamedText(file, longestImport);
  if (!read.ok) return err(foreignFailure(file, read.error));
  if (read.value !== null) return readText(source, read.value, file);
  return err(failure('import-unreadable', `There is no ${file}.`, 'Check the path.'));
}

function readText(source: TextSource, text: string, file: string): Result<ReadItems, Failure> {
  const items = source.readAll(text, file);
  return items.ok ? ok({ source, items: items.value }) : items;
}

/** Without the tasks that say to come from files of a kind that nobody here could keep up to date. */
function withKnownSources(sources: SourceRegistry, items: ImportedItems): ImportedItems {
  const problems: Failure[] = [];
  const tasks = items.tasks.filter(({ id, source }) => {
    const files = source === null ? null : sources.filesOf(source);
    if (files === null || files.ok) return true;
    const { code, message, action } = files.error;
    problems.push(failure(code, `Task ${id}: ${message}`, action));
    return false;
  });
  return { ...items, tasks, problems: [...items.problems, ...problems] };
}

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

/** Stores imported items in one transaction; `owns` are the fields of their source, `branch` is what is checked out. */
export function storeItems(
  workspace: Workspace,
  items: ImportedItems,
  options: StoreOptions = {},
): Result<ImportReport, Failure> {
  const { entries, report } = planItems(workspace, items, options);
  const written = commit(workspace.store, entries);
  if (!written.ok) return written;
  const taken = new Set([...report.added, ...report.updated, ...report.unchanged]);
  return ok({ ...report, notices: graphNotices(workspace, taken) });
}

interface StoreOptions {
  readonly owns?: readonly SourceField[];
  readonly branch?: string | null;
}

/** What storing imported items comes to. */
interface ItemsPlan {
  readonly entries: readonly Entry[];
  readonly report: Omit<ImportReport, 'notices'>;
}

function planItems(
  workspace: Workspace,
  items: ImportedItems,
  { owns = sourceFields, branch = null }: StoreOptions,
): ItemsPlan {
  const { store } = workspace;
  const entries: Entry[] = [];
  const problems: Failure[] = [...items.problems];
  const fresh = items.epics.filter(({ id }) => store.get('epics', id) === null);
  for (const epic of fresh) {
    const command = { kind: 'add', epic: newEpic(workspace, epic) } as const;
    entries.push({ to: 'epics', id: epic.id, command });
  }
  const addedEpics = fresh.map(({ id }) => id);
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
    const changes = newsOf(existing, task, owns);
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
  return { entries, report: { ...report, addedEpics, problems } };
}

/** What the file says and what the app says are the same when it was just imported. */
function fileEntry(task: Task, state: FileState, branch: string | null): Entry {
  const written = changeDigest(task);
  const document = { id: task.id, ...state, branch, replaced: [], written, problem: null };
  return { to: 'taskFiles', document };
}

/** What is new in a task that is stored already; `other` when it is another task of that id. */
function newsOf(
  existing: Task,
  imported: ImportedTask,
  owns: readonly SourceField[],
): Partial<TaskSpec> | 'other' {
  if (existing.source?.kind !== imported.source?.kind || existing.epicId !== imported.epicId)
    return 'other';
  // Ticked criteria are the app's own record once a task has been closed.
  const fields = owns.filter(
    (field) => existing.status !== 'closed' || field !== 'acceptanceCriteria',
  );
  return sourceChanges(existing, imported, fields);
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
 * Cycles and unknown dependencies of the tasks that were imported. The import reports them; a run that
 * starts refuses them.
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
