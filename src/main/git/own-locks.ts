import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { GitClient } from './client.ts';
import { isDeadOwnLock } from './dead-locks.ts';
import { worktreeRecords } from './git-text.ts';

/**
 * Lets go of checkouts that a killed process of this program had locked while their branch moved: when what it was
 * doing is over, one way or the other, nothing else would.
 */
export async function dropOwnLocks(git: GitClient, commonDirectory: string): Promise<void> {
  for (const own of [commonDirectory, ...(await worktreeRecords(commonDirectory))]) {
    const lock = join(own, 'index.lock');
    if (existsSync(lock) && (await isDeadOwnLock(lock))) await git.whenUnlocked(lock);
  }
}
