import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TaskSource } from '#shared/model/task.ts';
import { digestOf } from '#main/sources/digest.ts';
import { replaceFile } from '#main/sources/replace-file.ts';
import type { FileChange, FileWritten } from '#main/sources/source.ts';
import { readTextFile } from '#main/sources/text-file.ts';
import { applyBacklogChange } from './edit-task.ts';
import { findBacklogFolder } from './folder.ts';
import { locateTask } from './read-task.ts';
import { fileStateOf } from './to-item.ts';

/** What became of a task's file, and where it stands. */
export interface WrittenBack extends FileWritten {
  /** Path relative to the root; another than the source's when the file was renamed. */
  readonly file: string;
}

/** One write at a time per file in this process; other processes are met by comparing the text. */
const writes = new KeyedMutex();
const attempts = 5;

/**
 * Writes a change into the task's file and nothing else into it (SPEC section 2.2). The file is read
 * right before, and again when the new one is ready: a file that changed meanwhile is edited again, so
 * that the user's edits stay. It is replaced in one step and keeps its mode. `taskId` as for
 * `readBacklogTask`.
 */
export async function writeBackBacklogTask(
  root: string,
  source: Pick<TaskSource, 'file'>,
  change: FileChange,
  taskId: string | null = null,
): Promise<Result<WrittenBack, Failure>> {
  const folder = await findBacklogFolder(root);
  if (!folder.ok) return folder;
  const { config, configProblem } = folder.value;
  if (configProblem !== null) return err(configProblem);
  return writes.run(`${root}\n${taskId ?? source.file}`, async () => {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const found = await locateTask(folder.value, source.file, taskId, ['tasks', 'completed']);
      if (!found.ok) return found;
      const { file, parts, text, mode } = found.value;
      const edited = applyBacklogChange(text, file, change, config);
      if (!edited.ok) return edited;
      if (edited.value === text) {
        return ok({ file, changed: false, before: digestOf(text), state: fileStateOf(text, file) });
      }
      const replaced = await replaceFile(root, parts, edited.value, mode, async () => {
        const now = await readTextFile(root, file);
        return now.ok && now.value?.text === text;
      });
      if (!replaced.ok) return replaced;
      if (replaced.value) {
        const state = fileStateOf(edited.value, file);
        return ok({ file, changed: true, before: digestOf(text), state });
      }
    }
    return err(
      failure(
        'file-busy',
        `"${source.file}" keeps changing while it is written.`,
        'Close the program that writes to it; the change is tried again with the next one.',
        { file: source.file },
      ),
    );
  });
}
