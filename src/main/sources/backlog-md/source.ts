import { basename, dirname } from 'node:path/posix';
import { ok } from '#shared/lib/result.ts';
import { digestOf } from '#main/sources/digest.ts';
import type { RepositorySource, TaskFiles } from '#main/sources/source.ts';
import { sourceFields } from '#main/sources/source-changes.ts';
import { exportBacklogFolder } from './export-folder.ts';
import { findBacklogFolder, peekId } from './folder.ts';
import { parseBacklogTask } from './parse-task.ts';
import { readBacklogFolder } from './read-folder.ts';
import { readBacklogTask } from './read-task.ts';
import { comparableId, idOfFileName } from './task-id.ts';
import { watchBacklogFolder } from './watch.ts';
import { writeBackBacklogTask } from './write-back.ts';

const files: TaskFiles = {
  readOne: async (root, { file }, taskId) => readBacklogTask(root, file, taskId),
  digestOf,
  writeBack: writeBackBacklogTask,
  watch(root, onChange, options) {
    return watchBacklogFolder(
      root,
      // A file that is removed says nothing more of its task.
      ({ added, changed }) => onChange([...added, ...changed].flatMap(({ id }) => id ?? [])),
      options,
    );
  },
  isTaskPath({ file }, path) {
    // Folder of the project, from the path of a task file in `tasks/` or `completed/`.
    return path.endsWith('.md') && path.startsWith(`${dirname(dirname(file))}/`);
  },
  isFileOf(taskId, path, text) {
    // A head that cannot be read any more is known by the name of its file.
    const id = (text === null ? null : peekId(text, path)) ?? idOfFileName(basename(path));
    return id !== null && comparableId(id) === comparableId(taskId);
  },
  wordsOf(text, path) {
    const task = parseBacklogTask(text, path);
    if (!task.ok) return null;
    const { plan, implementationNotes: notes, finalSummary: summary } = task.value;
    return { plan, notes, summary };
  },
};

/** A Backlog.md project in the repository: its files stay the truth, and are kept up to date. */
export const backlogSource: RepositorySource = {
  kind: 'backlog-md',
  label: 'Backlog.md folder',
  from: 'repository',
  looksFor: { what: 'folder', path: 'backlog/tasks' },
  owns: sourceFields,
  async find(root) {
    const found = await findBacklogFolder(root);
    if (found.ok) return ok(true);
    return found.error.code === 'backlog-missing' ? ok(false) : found;
  },
  readAll: async (root, epicId) => ok(await readBacklogFolder(root, { epicId })),
  files,
  export: { to: 'folder', write: exportBacklogFolder },
};
