import { basename } from 'node:path/posix';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ImportedItems, ImportedTask } from '#main/sources/imported-items.ts';
import { findBacklogFolder, listTaskFiles, readInside } from './folder.ts';
import type { BacklogFolder, TaskFolder } from './folder.ts';
import { parseBacklogTask } from './parse-task.ts';
import type { BacklogTask } from './parse-task.ts';
import { comparableId, withPrefix } from './task-id.ts';
import { toBacklogItem } from './to-item.ts';

interface ReadTask {
  readonly task: BacklogTask;
  readonly file: string;
  readonly folder: TaskFolder;
  readonly text: string;
}

/** Reads all files of one folder of the project; broken ones are reported and left out. */
async function readTasks(
  folder: BacklogFolder,
  name: TaskFolder,
  problems: Failure[],
): Promise<ReadTask[]> {
  const files = await listTaskFiles(folder, name);
  if (!files.ok) {
    problems.push(files.error);
    return [];
  }
  const tasks: ReadTask[] = [];
  for (const file of files.value) {
    const task = await readTask(folder, file);
    if (task.ok && task.value !== null) tasks.push({ ...task.value, file, folder: name });
    else if (!task.ok && !isOtherText(task.error, file, folder)) problems.push(task.error);
  }
  return tasks;
}

/** Null for a file that was deleted since the folder was listed. */
async function readTask(
  folder: BacklogFolder,
  file: string,
): Promise<Result<Pick<ReadTask, 'task' | 'text'> | null, Failure>> {
  const found = await readInside(folder.root, file);
  if (!found.ok) return found;
  if (found.value === null) return ok(null);
  const { text } = found.value;
  const task = parseBacklogTask(text, file);
  return task.ok ? ok({ task: task.value, text }) : task;
}

/** A README beside the tasks is none of them; a file named like a task without a head is a broken one. */
function isOtherText(problem: Failure, file: string, folder: BacklogFolder): boolean {
  const isNamedAsTask = basename(file).toLowerCase().startsWith(`${folder.config.taskPrefix}-`);
  return problem.code === 'front-matter-missing' && !isNamedAsTask;
}

/** Takes out every task whose id another one has too: it is not clear which of them is meant. */
function withoutDuplicates(tasks: readonly ReadTask[], problems: Failure[]): ReadTask[] {
  const byId = new Map<string, ReadTask[]>();
  for (const one of tasks) {
    const key = comparableId(one.task.id);
    byId.set(key, [...(byId.get(key) ?? []), one]);
  }
  return [...byId.values()].flatMap((same) => {
    const [first, ...others] = same;
    for (const other of others) {
      problems.push(
        failure(
          'task-id-duplicate',
          `The id ${other.task.id} is used by "${first?.file ?? ''}" and by "${other.file}".`,
          'Give one of the two tasks another id.',
          other.task.idPlace,
        ),
      );
    }
    return first === undefined || others.length > 0 ? [] : [first];
  });
}

/**
 * Reads a Backlog.md project below a repository's root: `tasks/`, and `completed/` as closed tasks;
 * drafts and the archive are left alone (SPEC section 2.2). All tasks get `epicId`, and one epic of
 * that id comes with them. Ids in dependencies take the form the other file has.
 */
export async function readBacklogFolder(
  root: string,
  options: { readonly epicId: string },
): Promise<ImportedItems> {
  const found = await findBacklogFolder(root);
  if (!found.ok) return { epics: [], tasks: [], problems: [found.error] };
  const folder = found.value;
  const problems: Failure[] = folder.configProblem === null ? [] : [folder.configProblem];
  const all = [
    ...(await readTasks(folder, 'tasks', problems)),
    ...(await readTasks(folder, 'completed', problems)),
  ];
  const ids = new Map(all.map(({ task }) => [comparableId(task.id), task.id]));
  const resolveId = (id: string): string =>
    ids.get(comparableId(withPrefix(id, folder.config.taskPrefix))) ?? id;
  const tasks: ImportedTask[] = [];
  for (const { task, ...source } of withoutDuplicates(all, problems)) {
    const item = toBacklogItem(task, source, folder.config, resolveId);
    if (item.ok) tasks.push({ ...item.value, epicId: options.epicId });
    else problems.push(item.error);
  }
  const epic = {
    id: options.epicId,
    title: folder.config.projectName ?? options.epicId,
    description: '',
    status: 'open',
    baseBranch: null,
  } as const;
  return { epics: [epic], tasks, problems };
}
