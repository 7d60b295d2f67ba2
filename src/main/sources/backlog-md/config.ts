import { isScalar } from 'yaml';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { parseYamlMap } from './yaml-map.ts';
import type { StatusNames } from './statuses.ts';

/** The settings of a Backlog.md project that matter for reading and writing its tasks. */
export interface BacklogConfig extends StatusNames {
  readonly projectName: string | null;
  /** Letters before the number of an id, lower case. */
  readonly taskPrefix: string;
  /** Folder of the project when the file stands at the repository's root, as written. */
  readonly directory: string | null;
}

export const defaultBacklogConfig: BacklogConfig = {
  statuses: ['To Do', 'In Progress', 'Done'],
  defaultStatus: 'To Do',
  projectName: null,
  taskPrefix: 'task',
  directory: null,
};

/** Reads `config.yml`; keys that are missing have the defaults of the Backlog.md tool. */
export function parseBacklogConfig(text: string, file: string): Result<BacklogConfig, Failure> {
  if (text.trim() === '') return ok(defaultBacklogConfig);
  const parsed = parseYamlMap(text, 0, text.length, file);
  if (!parsed.ok) return err(parsed.error);
  const map = parsed.value;
  const own = (key: string): string | null => {
    const value = map.value(key);
    return isScalar(value) && typeof value.value === 'string' && value.value.trim() !== ''
      ? value.value.trim()
      : null;
  };
  const list = map.texts('statuses');
  if (!list.ok) return list;
  return ok({
    statuses: list.value.length === 0 ? defaultBacklogConfig.statuses : list.value,
    defaultStatus: own('default_status'),
    projectName: own('project_name'),
    taskPrefix: (own('task_prefix') ?? defaultBacklogConfig.taskPrefix).toLowerCase(),
    directory: own('backlog_directory'),
  });
}
