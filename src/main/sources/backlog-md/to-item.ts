import { basename, dirname } from 'node:path/posix';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TaskStatus } from '#shared/model/task.ts';
import { digestOf } from '#main/sources/digest.ts';
import type { FileState } from '#main/sources/imported-items.ts';
import type { FileTask } from '#main/sources/source.ts';
import type { BacklogConfig } from './config.ts';
import type { BacklogTask } from './parse-task.ts';
import type { TaskFolder } from './folder.ts';
import { parseFrontMatter } from './front-matter.ts';
import { statusFromName } from './statuses.ts';

/** Stands between a description and the plan that was written for the task. */
export const planHeading = '## Implementation Plan';

const priorities: ReadonlyMap<string, number> = new Map([
  ['high', 1],
  ['medium', 2],
  ['low', 3],
]);

function statusOf(
  task: BacklogTask,
  folder: TaskFolder,
  config: BacklogConfig,
): Result<TaskStatus, Failure> {
  if (folder === 'completed') return ok('closed');
  if (task.status === null || task.status === '') return ok('open');
  const status = statusFromName(task.status, config);
  if (status !== null) return ok(status);
  return err(
    failure(
      'task-status-unknown',
      `Task ${task.id} has the status ${JSON.stringify(task.status)}, which the project does not have.`,
      `Use one of: ${config.statuses.join(', ')}; or add it to the statuses of the project.`,
      task.statusPlace ?? task.idPlace,
    ),
  );
}

/** A file in `completed/` says by its place alone that its task is done. */
function statusWord(status: string | null, folder: TaskFolder): string | null {
  return folder === 'completed' ? `completed/${status ?? ''}` : status;
}

/** The state of a task file with this text and path. */
export function fileStateOf(text: string, file: string): FileState {
  const front = parseFrontMatter(text, file);
  const status = front.ok ? front.value.map.text('status') : front;
  const folder = basename(dirname(file)) === 'completed' ? 'completed' : 'tasks';
  const word = statusWord(status.ok ? (status.value?.trim() ?? null) : null, folder);
  return { status: word, digest: digestOf(text) };
}

/**
 * Gives a task file's words their meaning here: status by the project's list, priority P1 to P3, the
 * plan as the end of the description, because agents are to read it. `resolveId` turns an id as
 * written into the one the other file has.
 */
export function toBacklogItem(
  task: BacklogTask,
  source: { readonly file: string; readonly folder: TaskFolder; readonly text: string },
  config: BacklogConfig,
  resolveId: (id: string) => string,
): Result<FileTask, Failure> {
  const status = statusOf(task, source.folder, config);
  if (!status.ok) return status;
  const plan = task.plan === '' ? [] : [`${planHeading}\n\n${task.plan}`];
  return ok({
    id: task.id,
    title: task.title,
    description: [...(task.description === '' ? [] : [task.description]), ...plan].join('\n\n'),
    acceptanceCriteria: [...task.acceptanceCriteria],
    labels: [...task.labels],
    dependencies: [...new Set(task.dependencies.filter((id) => id !== '').map(resolveId))],
    testTaskId: task.testTaskId === null ? null : resolveId(task.testTaskId),
    priority: priorities.get(task.priority?.trim().toLowerCase() ?? '') ?? 2,
    ordinal: task.ordinal,
    filesToModify: [...task.filesToModify],
    testFiles: [...task.testFiles],
    verify: [...task.verify],
    script: task.script,
    repositories: [...task.repositories],
    source: { kind: 'backlog-md', file: source.file },
    status: status.value,
    implementationNotes: task.implementationNotes,
    finalSummary: task.finalSummary,
    fileState: {
      status: statusWord(task.status, source.folder),
      digest: digestOf(source.text),
    },
  });
}
