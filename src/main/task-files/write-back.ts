import type { FileLook } from '#shared/core/sources/file-status.ts';
import type { Failure } from '#shared/lib/failure.ts';
import type { Task } from '#shared/model/task.ts';
import type { TaskFile } from '#shared/model/task-file.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { notification } from '#main/notify/notification.ts';
import type { FileWritten } from '#main/sources/source.ts';
import { readTextFile } from '#main/sources/text-file.ts';
import type { Entry } from '#main/store/ledger.ts';
import { record } from '#main/store/record.ts';
import type { TaskFileParts } from './parts.ts';
import { checkedOutBranch, takeOverFile, withTaskFile } from './take-over.ts';
import { changeFor, changeDigest } from './file-change.ts';

/**
 * Brings the task's file up to date with its status, criteria, notes and summary, unless they were
 * written already: what a person changes there afterwards stays. What somebody wrote there meanwhile is taken over
 * first. What cannot be written is remembered, said once, and tried again (see {@link catchUpFile}).
 */
export async function writeBackTask(
  parts: TaskFileParts,
  taskId: string,
  look: FileLook = 'edited',
): Promise<void> {
  await withTaskFile(parts, taskId, async () => writeLocked(parts, taskId, look));
}

/** Takes over what somebody wrote into the task's file, and writes what is owed to it. */
export async function catchUpFile(parts: TaskFileParts, taskId: string): Promise<void> {
  await withTaskFile(parts, taskId, async () => {
    const taken = await takeOverFile(parts, taskId, 'edited');
    if (!taken.ok) parts.logger.info(taken.error.message, { task: taskId });
    if (isOwed(parts, taskId)) await writeLocked(parts, taskId, 'edited');
  });
}

/** {@link catchUpFile} for all tasks that came from files, until `isOver`. */
export async function catchUpFiles(
  parts: TaskFileParts,
  isOver: () => boolean = () => false,
): Promise<void> {
  const tasks = parts.store.all('tasks').filter(({ source }) => source !== null);
  const branch = tasks.length === 0 ? null : await checkedOutBranch(parts);
  for (const task of tasks) {
    if (isOver()) return;
    if (!(await isSettled(parts, task, branch))) await catchUpFile(parts, task.id);
  }
}

/** Writes what could not be written before, where that is still so. */
export async function catchUpFailed(parts: TaskFileParts): Promise<void> {
  for (const { id, problem } of parts.store.all('taskFiles')) {
    if (problem !== null) await catchUpFile(parts, id);
  }
}

/** Writes what tasks still owe to their files: a process that closed one may have ended before it wrote. */
export async function writeOwed(parts: TaskFileParts): Promise<void> {
  for (const { id } of parts.store.all('taskFiles')) {
    if (isOwed(parts, id)) await writeBackTask(parts, id);
  }
}

/** Whether the file is as it was when it was looked at last, and nothing is owed to it. */
async function isSettled(
  parts: TaskFileParts,
  { id, source }: Task,
  branch: string | null,
): Promise<boolean> {
  const known = parts.store.get('taskFiles', id);
  if (known === null || source === null || known.branch !== branch || isOwed(parts, id))
    return false;
  const files = parts.sources.filesOf(source);
  if (!files.ok) return true;
  const read = await readTextFile(parts.repository.root, source.file);
  if (!read.ok || read.value === null) return false;
  return files.value.digestOf(read.value.text, source, id) === known.digest;
}

function isOwed({ store }: TaskFileParts, taskId: string): boolean {
  const task = store.get('tasks', taskId);
  const known = store.get('taskFiles', taskId);
  if (task === null || task.source === null || known === null) return false;
  return known.problem !== null || known.written !== changeDigest(task);
}

async function writeLocked(parts: TaskFileParts, taskId: string, look: FileLook): Promise<void> {
  const { store } = parts;
  if (store.get('tasks', taskId)?.source === null) return;
  const taken = await takeOverFile(parts, taskId, look);
  const task = taken.ok ? taken.value.task : store.get('tasks', taskId);
  if (task === null || task.source === null) return;
  if (taken.ok && (taken.value.isLeft || !isOwed(parts, taskId))) return;
  const change = { ...parts.secrets.maskAll(changeFor(task)), updatedAt: timestamp(parts) };
  const files = parts.sources.filesOf(task.source);
  const { root } = parts.repository;
  const written = files.ok
    ? await files.value.writeBack(root, task.source, change, task.id)
    : files;
  const branch = await checkedOutBranch(parts);
  record(
    parts,
    written.ok
      ? [{ to: 'taskFiles', document: fileWritten(parts, task, written.value, branch) }]
      : failedEntries(parts, task, written.error, branch),
  );
}

/** Versions of a file that are remembered; one attempt replaces two. */
const mostReplaced = 10;

function fileWritten(
  { store }: TaskFileParts,
  task: Task,
  { before, state, changed }: FileWritten,
  branch: string | null,
): TaskFile {
  const replaced = store.get('taskFiles', task.id)?.replaced ?? [];
  return {
    id: task.id,
    ...state,
    branch,
    replaced: changed ? [...replaced, before].slice(-mostReplaced) : replaced,
    written: changeDigest(task),
    problem: null,
  };
}

function failedEntries(
  parts: TaskFileParts,
  task: Task,
  problem: Failure,
  branch: string | null,
): readonly Entry[] {
  const known = parts.store.get('taskFiles', task.id);
  const document: TaskFile = {
    ...(known ?? { id: task.id, status: null, digest: '', branch, replaced: [], written: '' }),
    problem: problem.message,
  };
  const isReported = known !== null && known.problem !== null;
  const text = `The file of ${task.id} could not be written: ${problem.message.replace(/[^.!?]$/, '$&.')} It is tried again.`;
  if (!isReported) parts.logger.warn(text);
  if (known?.problem === problem.message) return [];
  const subject = { kind: 'task', id: task.id } as const;
  return [
    { to: 'taskFiles', document },
    ...(isReported ? [] : [notification(parts, 'file_not_written', text, subject)]),
  ];
}
