import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readGitText } from './git-text.ts';

/** File in a worktree's git folder that names the task it was last assigned to. */
const ownerFile = 'switchyard-task';

/** Notes the task that a worktree is assigned to; its content is that task's also off its branch. */
export async function noteOwner(gitDirectory: string, taskId: string): Promise<void> {
  await writeFile(join(gitDirectory, ownerFile), taskId);
}

/** The task a worktree was last assigned to, or null. */
export async function notedOwner(gitDirectory: string): Promise<string | null> {
  const taskId = (await readGitText(join(gitDirectory, ownerFile))) ?? '';
  return taskId === '' ? null : taskId;
}
