import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { join as joinPosix } from 'node:path/posix';
import { stringify } from 'yaml';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ImportedEpic } from '#main/sources/imported-items.ts';
import type { ExportedTask, FolderExport } from '#main/sources/source.ts';
import { findForeign, foreignFailure } from '#main/system/foreign-file.ts';
import { errorCode, makeFolder, pathParts } from '#main/system/pinned-folder.ts';
import { defaultBacklogConfig } from './config.ts';
import { assignBacklogIds, commonPrefix, idNumbers } from './export-ids.ts';
import { renderBacklogTask, taskFileName } from './export-task.ts';
import { findBacklogFolder, listTaskFiles } from './folder.ts';
import type { BacklogFolder } from './folder.ts';

/**
 * Creates a file and its folders; a file that is there already stays as it is and is a failure. Each folder is
 * kept open, so that nothing that is put there meanwhile leads the text out of the target.
 */
async function createFile(target: string, file: string, text: string): Promise<Failure | null> {
  const parts = pathParts(file);
  const above = parts.slice(0, -1);
  const real = await findForeign(target, above.join('/'), 'inside');
  if (!real.ok) return foreignFailure(file, real.error);
  const folder = await makeFolder(target, real.value ?? above);
  if (!folder.ok) return unwritable(file, folder.error.reason);
  await using pinned = folder.value;
  try {
    const path = join(pinned.path, parts.at(-1) ?? '');
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } catch (error) {
      // Half a task file would read as a whole one.
      await rm(path, { force: true });
      throw error;
    } finally {
      await handle.close();
    }
    return null;
  } catch (error) {
    return unwritable(file, errorCode(error));
  }
}

function unwritable(file: string, reason: string): Failure {
  return failure(
    'file-unwritable',
    `"${file}" cannot be written (${reason}).`,
    reason === 'EEXIST'
      ? 'Move the existing file away, or export to another folder.'
      : 'Check the free space and that you may write there.',
    { file },
  );
}

async function folderFor(
  target: string,
  epics: readonly ImportedEpic[],
  tasks: readonly ExportedTask[],
): Promise<Result<{ folder: BacklogFolder; configText: string | null }, Failure>> {
  const found = await findBacklogFolder(target);
  if (found.ok) {
    const { configProblem } = found.value;
    return configProblem === null
      ? ok({ folder: found.value, configText: null })
      : err(configProblem);
  }
  if (found.error.code !== 'backlog-missing') return found;
  const config = {
    ...defaultBacklogConfig,
    projectName: (epics.length === 1 ? epics[0]?.title : undefined) ?? 'Switchyard',
    taskPrefix: commonPrefix(tasks.map(({ id }) => id)) ?? defaultBacklogConfig.taskPrefix,
  };
  const configText = stringify(
    {
      project_name: config.projectName,
      default_status: config.defaultStatus,
      statuses: config.statuses,
      labels: [],
      date_format: 'yyyy-mm-dd',
      task_prefix: config.taskPrefix,
    },
    {
      defaultStringType: 'QUOTE_DOUBLE',
      defaultKeyType: 'PLAIN',
      collectionStyle: 'any',
      lineWidth: 0,
    },
  );
  return ok({
    folder: { root: target, directory: 'backlog', config, configProblem: null },
    configText,
  });
}

/** The names of all task files, so that no number is given twice. */
async function takenNames(folder: BacklogFolder): Promise<Result<string[], Failure>> {
  const names: string[] = [];
  for (const part of ['tasks', 'completed', 'archive/tasks'] as const) {
    const list = await listTaskFiles(folder, part);
    if (!list.ok) return list;
    names.push(...list.value.map((file) => file.slice(file.lastIndexOf('/') + 1)));
  }
  return ok(names);
}

/**
 * Writes epics and tasks as files that the Backlog.md tool reads, below `target` (SPEC section 2.2): one
 * file per task, its epic as its milestone, and a config when there is none. Existing files are never
 * overwritten. Ids that the tool could not read (it knows only `<prefix>-<number>`) get the next free
 * numbers, also where other tasks depend on them; `ids` says which. P0 is written as high, P4 as low.
 */
export async function exportBacklogFolder(
  target: string,
  epics: readonly ImportedEpic[],
  tasks: readonly ExportedTask[],
): Promise<Result<FolderExport, Failure>> {
  const prepared = await folderFor(target, epics, tasks);
  if (!prepared.ok) return prepared;
  const { folder, configText } = prepared.value;
  const taken = await takenNames(folder);
  if (!taken.ok) return taken;
  const files: string[] = [];
  const problems: Failure[] = [];
  const write = async (file: string, text: string): Promise<boolean> => {
    const problem = await createFile(target, file, text);
    if (problem === null) files.push(file);
    else problems.push(problem);
    return problem === null;
  };
  if (
    configText !== null &&
    !(await write(joinPosix(folder.directory, 'config.yml'), configText))
  ) {
    return ok({ files, ids: new Map(), problems });
  }
  const { taskPrefix } = folder.config;
  const ids = assignBacklogIds(
    tasks.map(({ id }) => id),
    taskPrefix,
    idNumbers(taken.value, taskPrefix),
  );
  const titles = new Map(epics.map((epic) => [epic.id, epic.title]));
  const written = new Map<string, string>();
  for (const task of tasks) {
    const id = ids.get(task.id) ?? task.id;
    const file = joinPosix(folder.directory, 'tasks', taskFileName(id, task.title));
    const text = renderBacklogTask({ ...task, id }, ids, titles.get(task.epicId), folder.config);
    if (await write(file, text)) written.set(task.id, id);
  }
  return ok({ files, ids: written, problems });
}
