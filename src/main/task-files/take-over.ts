import { isSettledWhileRunning, stepsFromFile } from '#shared/core/sources/file-status.ts';
import type { FileLook, FileStatusStep } from '#shared/core/sources/file-status.ts';
import type { TaskCommand } from '#shared/core/records/task-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Task, TaskSpec } from '#shared/model/task.ts';
import type { TaskFile } from '#shared/model/task-file.ts';
import { timestamp } from '#shared/lib/clock.ts';
import { readFileAt } from '#main/git/file-content.ts';
import { resolveCommit } from '#main/git/refs.ts';
import { notification } from '#main/notify/notification.ts';
import type { FileTask, TaskFiles } from '#main/sources/source.ts';
import { sourceChanges } from '#main/sources/source-changes.ts';
import { epicEntries } from '#main/store/epic-entries.ts';
import { commit } from '#main/store/ledger.ts';
import type { Entry } from '#main/store/ledger.ts';
import type { TaskFileParts } from './parts.ts';
import { changeDigest } from './file-change.ts';

/** What taking over a file came to. */
export interface Refreshed {
  readonly task: Task;
  /** Whether anything of the task is new by it. */
  readonly isNews: boolean;
  /** Whether the file holds a person's word that counts when the attempt has ended: it must stay there. */
  readonly isLeft: boolean;
}

/**
 * The task as its file says it right now, stored if that is news (SPEC section 2.2: the file stays the
 * truth): what it is, and the status that somebody set there by hand. A file that is gone is a failure.
 */
export async function refreshFromSource(
  parts: TaskFileParts,
  taskId: string,
  look: FileLook,
): Promise<Result<Refreshed, Failure>> {
  return withTaskFile(parts, taskId, async () => takeOverFile(parts, taskId, look));
}

/** One at a time for each task's file: what is read must not be what another is about to replace. */
export async function withTaskFile<Value>(
  { mutex }: Pick<TaskFileParts, 'mutex'>,
  taskId: string,
  work: () => Promise<Value>,
): Promise<Value> {
  return mutex.run(`file of ${taskId}`, work);
}

/** {@link refreshFromSource}, for who holds the task's file. */
export async function takeOverFile(
  parts: TaskFileParts,
  taskId: string,
  look: FileLook,
): Promise<Result<Refreshed, Failure>> {
  const task = parts.store.get('tasks', taskId);
  if (task === null) {
    return err(failure('unknown-task', `There is no task ${taskId}.`, 'Import it again.'));
  }
  if (task.source === null) return ok({ task, isNews: false, isLeft: false });
  const files = parts.sources.filesOf(task.source);
  if (!files.ok) return files;
  const read = await files.value.readOne(parts.repository.root, task.source, task.id);
  if (!read.ok) return read;
  const branch = await checkedOutBranch(parts);
  const known = parts.store.get('taskFiles', taskId);
  const fromGit = known?.branch !== branch && (await isAsCommitted(parts, files.value, read.value));
  return parts.store.transact(() => takeOver(parts, taskId, read.value, look, { branch, fromGit }));
}

/** What git has to do with the file as it is now. */
interface FromGit {
  readonly branch: string | null;
  /** Whether a change of branch has put the file there: it is what the commit says that is checked out. */
  readonly fromGit: boolean;
}

/** Whether the file is as the checked-out commit has it, however git ends its lines. */
async function isAsCommitted(
  { git }: Pick<TaskFileParts, 'git'>,
  files: TaskFiles,
  { id, source, fileState }: FileTask,
): Promise<boolean> {
  const head = await resolveCommit(git, 'HEAD');
  if (head === null || source === null) return false;
  const file = await readFileAt(git, head, source.file);
  if (file.kind !== 'text') return false;
  const texts = [file.text, file.text.replaceAll(/\r?\n/g, '\r\n')];
  return texts.some((text) => files.digestOf(text, source, id) === fileState.digest);
}

/** The branch that the person has checked out; null when HEAD is detached. */
export async function checkedOutBranch({
  git,
}: Pick<TaskFileParts, 'git'>): Promise<string | null> {
  const found = await git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], {
    allowedExitCodes: [1],
  });
  return found.stdout.trim() || null;
}

/** Whether somebody has set the task to blocked in its file while its attempt was under way. */
export async function wasBlockedInFile(
  parts: Pick<TaskFileParts, 'sources' | 'store' | 'repository' | 'mutex'>,
  { id, source }: Pick<Task, 'id' | 'source'>,
): Promise<boolean> {
  if (source === null) return false;
  const files = parts.sources.filesOf(source);
  if (!files.ok) return false;
  return withTaskFile(parts, id, async () => {
    const read = await files.value.readOne(parts.repository.root, source, id);
    if (!read.ok || read.value.status !== 'blocked') return false;
    return parts.store.get('taskFiles', id)?.status !== read.value.fileState.status;
  });
}

function takeOver(
  parts: TaskFileParts,
  taskId: string,
  item: FileTask,
  look: FileLook,
  { branch, fromGit }: FromGit,
): Result<Refreshed, Failure> {
  const { store } = parts;
  const task = store.get('tasks', taskId);
  if (task === null) throw new Error(`Task ${taskId} vanished.`);
  const known = store.get('taskFiles', taskId);
  const steps = stepsOf(task, known, item, look, fromGit);
  const changes = sourceChanges(task, item, parts.sources.ownedFields(task.source));
  const entries = entriesFor(parts, task, { item, steps, changes });
  if (entries.length > 0) {
    const written = commit(store, entries);
    if (!written.ok) return written;
  }
  const after = store.get('tasks', taskId) ?? task;
  const document = fileAfter(after, known, item, { branch, hasSteps: steps.length > 0 });
  if (JSON.stringify(document) !== JSON.stringify(known)) {
    const noted = commit(store, [{ to: 'taskFiles', document }]);
    if (!noted.ok) return noted;
  }
  const isLeft = document.status !== item.fileState.status;
  return ok({ task: after, isNews: entries.length > 0, isLeft });
}

/** What the status in the file asks for, if somebody has written it since the app looked last. */
function stepsOf(
  task: Task,
  known: TaskFile | null,
  item: FileTask,
  look: FileLook,
  fromGit: boolean,
): readonly FileStatusStep[] {
  if (look === 'its_turn') {
    // What is still due in the file is later than what stands there.
    const isOwed = known !== null && known.written !== changeDigest(task);
    const isSeen = known?.status === item.fileState.status;
    return isOwed && isSeen ? [] : stepsFromFile(task.status, item.status, look);
  }
  // Nothing is known of a file that was imported before the app remembered any: it does not know who wrote.
  if (known === null) return stepsFromFile(task.status, item.status, 'its_turn');
  if (known.status === item.fileState.status) return [];
  // Git put another file there, or the one from before the app wrote into it: nobody has set a status.
  const steps = stepsFromFile(task.status, item.status, look);
  if (look !== 'edited') return steps;
  const isPutBack = known.replaced.includes(item.fileState.digest) && steps[0] === 'reopen';
  return fromGit || isPutBack ? [] : steps;
}

function fileAfter(
  task: Task,
  known: TaskFile | null,
  item: FileTask,
  seen: { readonly branch: string | null; readonly hasSteps: boolean },
): TaskFile {
  const isRunning = task.status === 'in_progress' || task.status === 'in_review';
  const isLeft = isRunning && known !== null && !isSettledWhileRunning(item.status);
  const status = isLeft ? known.status : item.fileState.status;
  const { branch } = seen;
  const { digest } = item.fileState;
  const state = { id: task.id, status, digest, branch };
  // What the file itself says need not be written into it.
  if (seen.hasSteps) {
    return { ...state, replaced: [], written: changeDigest(task), problem: null };
  }
  if (known !== null) return { ...known, ...state };
  const isOwed =
    (task.status === 'closed' || task.status === 'blocked') && task.status !== item.status;
  const written = isOwed ? '' : changeDigest(task);
  return { ...state, replaced: [], written, problem: null };
}

function entriesFor(
  parts: TaskFileParts,
  task: Task,
  news: {
    readonly item: FileTask;
    readonly steps: readonly FileStatusStep[];
    readonly changes: Partial<TaskSpec>;
  },
): readonly Entry[] {
  const { item, steps, changes } = news;
  const at = timestamp(parts);
  const edits: readonly Entry[] =
    Object.keys(changes).length === 0
      ? []
      : [{ to: 'tasks', id: task.id, command: { kind: 'edit', changes, at } }];
  const stepped = steps.flatMap((step): readonly Entry[] => [
    { to: 'tasks', id: task.id, command: commandFor(step, item, at) },
    ...epicEntries(parts, task, step),
    ...noticeOf(parts, task, step),
  ]);
  const isOpen = task.status === 'open' || task.status === 'blocked';
  // A closed task stays as it was closed, unless it is opened again.
  if (isOpen) return [...edits, ...stepped];
  return steps[0] === 'reopen' ? [...stepped, ...(steps.length === 1 ? edits : [])] : stepped;
}

function commandFor(step: FileStatusStep, { source }: FileTask, at: string): TaskCommand {
  const file = source?.file ?? 'its file';
  switch (step) {
    case 'close':
      return { kind: 'close_by_hand', reason: `It is done in ${file}.`, by: 'file', at };
    case 'block':
      return { kind: 'block', reason: `It is blocked in ${file}.`, at };
    case 'reopen':
      return { kind: 'reopen', reason: `It was opened again in ${file}.`, at };
    default:
      return assertNever(step, 'step from a file');
  }
}

function noticeOf(parts: TaskFileParts, task: Task, step: FileStatusStep): readonly Entry[] {
  const subject = { kind: 'task', id: task.id } as const;
  const name = `Task ${task.id}: ${task.title}`;
  switch (step) {
    case 'close':
      return [
        notification(parts, 'task_completed', `${name} was closed by hand in its file`, subject),
      ];
    case 'block':
      return [notification(parts, 'task_blocked', `${name} was blocked in its file`, subject)];
    case 'reopen':
      return [];
    default:
      return assertNever(step, 'step from a file');
  }
}
