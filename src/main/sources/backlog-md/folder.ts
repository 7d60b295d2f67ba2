import { join } from 'node:path/posix';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { pathOutside, readTextFile, resolveInside } from '#main/sources/text-file.ts';
import type { TextFile } from '#main/sources/text-file.ts';
import { relativePathProblem } from '#main/sources/relative-path.ts';
import { foreignFailure, listForeignFolder } from '#main/system/foreign-file.ts';
import { defaultBacklogConfig, parseBacklogConfig } from './config.ts';
import type { BacklogConfig } from './config.ts';
import { parseFrontMatter } from './front-matter.ts';
import { comparableId, idOfFileName } from './task-id.ts';

/** A Backlog.md project on disk. All paths are relative to the repository's root, `/` separated. */
export interface BacklogFolder {
  readonly root: string;
  readonly directory: string;
  readonly config: BacklogConfig;
  /** What is wrong with the config; then `config` has the defaults. */
  readonly configProblem: Failure | null;
}

export interface FoundFile extends TextFile {
  /** Relative to the repository's root. */
  readonly file: string;
}

const rootConfigs = ['backlog.config.yml', 'backlog.config.yaml'];
const directories = ['backlog', '.backlog'];
const folderConfigs = ['config.yml', 'config.yaml'];

/** Reads `file` below `root`; null when it is not there. */
export async function readInside(
  root: string,
  file: string,
): Promise<Result<FoundFile | null, Failure>> {
  const read = await readTextFile(root, file);
  if (!read.ok || read.value === null) return read.ok ? ok(null) : read;
  return ok({ ...read.value, file });
}

async function firstFile(
  root: string,
  files: readonly string[],
): Promise<Result<FoundFile | null, Failure>> {
  for (const file of files) {
    const found = await readInside(root, file);
    if (!found.ok || found.value !== null) return found;
  }
  return ok(null);
}

function withConfig(
  root: string,
  directory: string,
  config: Result<BacklogConfig, Failure>,
): BacklogFolder {
  return config.ok
    ? { root, directory, config: config.value, configProblem: null }
    : { root, directory, config: defaultBacklogConfig, configProblem: config.error };
}

/**
 * Finds the project below a repository's root the way the real tool does: the folder that
 * `backlog.config.yml` names, else `backlog/`, else `.backlog/`, with a `config.yml` or a `tasks` folder.
 */
export async function findBacklogFolder(root: string): Promise<Result<BacklogFolder, Failure>> {
  const rootConfig = await firstFile(root, rootConfigs);
  if (!rootConfig.ok) return rootConfig;
  if (rootConfig.value !== null) {
    const config = parseBacklogConfig(rootConfig.value.text, rootConfig.value.file);
    const directory = (config.ok ? config.value.directory : null) ?? 'backlog';
    const problem = relativePathProblem(directory);
    if (problem !== null) return err(pathOutside(directory, problem));
    return ok(withConfig(root, join(directory.replaceAll('\\', '/'), '.'), config));
  }
  for (const directory of directories) {
    const file = await firstFile(
      root,
      folderConfigs.map((name) => join(directory, name)),
    );
    if (!file.ok) return file;
    if (file.value !== null) {
      return ok(withConfig(root, directory, parseBacklogConfig(file.value.text, file.value.file)));
    }
    const tasks = await resolveInside(root, join(directory, 'tasks'));
    if (!tasks.ok) return tasks;
    if (tasks.value !== null) return ok(withConfig(root, directory, ok(defaultBacklogConfig)));
  }
  return err(
    failure(
      'backlog-missing',
      'There is no Backlog.md folder here.',
      'Run "backlog init" in the repository, or import from the repository that has the folder.',
      { file: 'backlog/config.yml' },
    ),
  );
}

/** Names that a folder of tasks may have; one with more would only cost time and memory. */
const mostTaskFiles = 20_000;

/** Where tasks that count stand: those to do, and those that were moved away as completed. */
export type TaskFolder = 'tasks' | 'completed';

/** The Markdown files of one folder of the project, sorted; a folder that is not there has none. */
export async function listTaskFiles(
  folder: BacklogFolder,
  name: TaskFolder | 'archive/tasks',
): Promise<Result<readonly string[], Failure>> {
  const directory = join(folder.directory, name);
  const problem = relativePathProblem(directory);
  if (problem !== null) return err(pathOutside(directory, problem));
  const listed = await listForeignFolder(folder.root, directory, {
    maximumEntries: mostTaskFiles,
    links: 'inside',
  });
  if (!listed.ok) return err(foreignFailure(directory, listed.error));
  return ok(
    (listed.value?.names ?? [])
      .filter((one) => one.endsWith('.md') && !one.startsWith('.'))
      .map((one) => join(directory, one)),
  );
}

/** The id in a task file's front matter; null when there is none that can be read. */
export function peekId(text: string, file: string): string | null {
  const front = parseFrontMatter(text, file);
  const id = front.ok ? front.value.map.text('id') : front;
  return id.ok ? (id.value?.trim() ?? null) : null;
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/**
 * Finds the file of the task with `id`, whatever its case: first among the files whose name starts
 * with it, then among all, because a person may name a file as they like. Null when there is none.
 */
export async function findTaskById(
  folder: BacklogFolder,
  id: string,
  names: readonly TaskFolder[],
): Promise<(FoundFile & { id: string }) | null> {
  const wanted = comparableId(id);
  const isNamed = (file: string): boolean =>
    comparableId(idOfFileName(nameOf(file)) ?? '') === wanted;
  const lists = await Promise.all(names.map((name) => listTaskFiles(folder, name)));
  const files = lists.flatMap((list) => (list.ok ? list.value : []));
  for (const file of [...files.filter(isNamed), ...files.filter((one) => !isNamed(one))]) {
    const found = await readInside(folder.root, file);
    if (!found.ok || found.value === null) continue;
    const own = peekId(found.value.text, file);
    if (own !== null && comparableId(own) === wanted) return { ...found.value, id: own };
  }
  return null;
}
