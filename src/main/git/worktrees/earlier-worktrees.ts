import { lstat, rm, rmdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { readGitText, worktreeRecords } from '#main/git/git-text.ts';
import { isReferenced, refNames, resolveCommit } from '#main/git/refs.ts';
import { keepCommit } from '#main/git/vault-refs.ts';
import { removeTree } from './remove-tree.ts';

// Worktrees of the version before were linked ones: their records lie in the person's repository.

/** A linked worktree, as its record says. */
export interface EarlierWorktree {
  readonly folder: string;
  /** Folder of the record in the repository. */
  readonly record: string;
  /** Task that it was last assigned to; null when that was not noted. */
  readonly taskId: string | null;
  /** Commit that it has checked out; null when the record does not say. */
  readonly head: string | null;
}

/** The linked worktrees in a folder of ours, whether their own folders are there or not. */
export async function earlierWorktrees(
  git: GitClient,
  commonDirectory: string,
  worktreesFolder: string,
): Promise<readonly EarlierWorktree[]> {
  const found: EarlierWorktree[] = [];
  for (const record of await worktreeRecords(commonDirectory)) {
    const link = await readGitText(join(record, 'gitdir'));
    if (link === null) continue;
    const folder = dirname(resolve(record, link.replace(/\n$/, '')));
    if (dirname(folder) !== worktreesFolder) continue;
    const noted = (await readGitText(join(record, 'switchyard-task'))) ?? '';
    const taskId = noted === '' ? null : noted;
    found.push({ folder, record, taskId, head: await headOf(git, record, taskId) });
  }
  return found;
}

async function headOf(
  git: GitClient,
  record: string,
  taskId: string | null,
): Promise<string | null> {
  const text = ((await readGitText(join(record, 'HEAD'))) ?? '').trim();
  const named = text.startsWith('ref: refs/') ? text.slice('ref: '.length) : text;
  const isName = named.startsWith('refs/') || /^[0-9a-f]{40,64}$/.test(named);
  const head = isName ? await resolveCommit(git, named) : null;
  if (head !== null || taskId === null) return head;
  return resolveCommit(git, refNames.taskBranch(taskId));
}

/**
 * Removes the record of a linked worktree from the repository; a commit that it alone has is kept first. Its folder
 * is not touched but for the file that points at the record.
 */
export async function forgetEarlier(
  git: GitClient,
  { folder, record, taskId, head }: EarlierWorktree,
): Promise<void> {
  if (head !== null && taskId !== null && !(await isReferenced(git, head))) {
    await keepCommit(git, taskId, head);
  }
  const pointer = join(folder, '.git');
  const isPointer = (await lstat(pointer).catch(() => null))?.isFile() === true;
  if (isPointer) await rm(pointer, { force: true });
  await removeTree(record);
  // As git does with the last of them; it stays while there are others.
  await rmdir(dirname(record)).catch(() => undefined);
}
