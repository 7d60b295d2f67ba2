import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Asks the file system to put what is made directly in `folder` far apart on the disk, by name (chattr(1),
 * `T`). An ext4 without a journal does not give the place of a file that was deleted in the last minutes
 * to another, and searches past it each time: a script that makes and removes worktrees becomes some
 * twenty times as slow, and what runs after it suffers too. That says nothing about either, so they
 * are kept apart; other file systems need none of this and may refuse.
 */
export async function spreadFolders(folder: string): Promise<void> {
  await promisify(execFile)('chattr', ['+T', folder]).catch(() => {});
}
