import { basename, join } from 'node:path/posix';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { FileTask } from '#main/sources/source.ts';
import { findBacklogFolder, findTaskById, peekId, readInside } from './folder.ts';
import type { BacklogFolder, FoundFile, TaskFolder } from './folder.ts';
import { parseBacklogTask } from './parse-task.ts';
import { comparableId, idOfFileName, withPrefix } from './task-id.ts';
import { toBacklogItem } from './to-item.ts';

function missing(file: string): Failure {
  return failure(
    'task-file-missing',
    'task file not found',
    'Put the file back, or import the folder again.',
    { file },
  );
}

/**
 * Finds a task's file at the path it had, or, when a new title has renamed it, by its id in the
 * folders `names`. A file at the path that holds another task does not count. `taskId` may be null;
 * then the id is the one in the old file's name. A file that is nowhere is `task-file-missing`.
 */
export async function locateTask(
  folder: BacklogFolder,
  file: string,
  taskId: string | null,
  names: readonly TaskFolder[],
): Promise<Result<FoundFile, Failure>> {
  const atPath = await readInside(folder.root, file);
  if (!atPath.ok) return atPath;
  if (atPath.value !== null && names.some((name) => isIn(folder, name, file))) {
    const own = peekId(atPath.value.text, file);
    // A head that cannot be read is for the caller to report, with its place.
    if (taskId === null || own === null || comparableId(own) === comparableId(taskId)) {
      return ok(atPath.value);
    }
  }
  const id = taskId ?? idOfFileName(basename(file));
  const found = id === null ? null : await findTaskById(folder, id, names);
  return found === null ? err(missing(file)) : ok(found);
}

function isIn(folder: BacklogFolder, name: TaskFolder, file: string): boolean {
  const directory = join(folder.directory, name);
  return join(file, '..') === directory;
}

/**
 * Reads one task again, right before it starts (SPEC section 2.2). `file` is its source's path; with
 * `taskId` a file that was renamed is found wherever it is, without it by its name. A task that was moved
 * to `completed/` is closed; one that was deleted or archived is the failure `task-file-missing`.
 */
export async function readBacklogTask(
  root: string,
  file: string,
  taskId: string | null = null,
): Promise<Result<FileTask, Failure>> {
  const found = await findBacklogFolder(root);
  if (!found.ok) return found.error.code === 'backlog-missing' ? err(missing(file)) : found;
  const folder = found.value;
  if (folder.configProblem !== null) return err(folder.configProblem);
  const located = await locateTask(folder, file, taskId, ['tasks', 'completed']);
  if (!located.ok) return located;
  const parsed = parseBacklogTask(located.value.text, located.value.file);
  if (!parsed.ok) return parsed;
  const ids = new Map<string, string>();
  for (const id of [...parsed.value.dependencies, parsed.value.testTaskId ?? '']) {
    if (id === '') continue;
    const full = withPrefix(id, folder.config.taskPrefix);
    const other = await findTaskById(folder, full, ['tasks', 'completed']);
    if (other !== null) ids.set(id, other.id);
  }
  const { text } = located.value;
  const isCompleted = isIn(folder, 'completed', located.value.file);
  const name: TaskFolder = isCompleted ? 'completed' : 'tasks';
  const source = { file: located.value.file, folder: name, text };
  return toBacklogItem(parsed.value, source, folder.config, (id) => ids.get(id) ?? id);
}
