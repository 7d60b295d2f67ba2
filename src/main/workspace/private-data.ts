import { basename } from 'node:path';
import type { Failure } from '#shared/lib/failure.ts';
import type { Logger } from '#shared/lib/logger.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { closeToOthers, makePrivateFolder } from '#main/system/private-files.ts';

/**
 * Folders whose files are made by agents, git and the browser of the desktop window, with permissions of
 * their own. The folder itself is closed: nobody gets through to what is in it.
 */
const foreignFolders: ReadonlySet<string> = new Set([
  'worktrees',
  'rooms',
  'dependencies',
  'demos',
  'desktop',
]);

function isOurs(folder: string): boolean {
  return !foreignFolders.has(basename(folder));
}

/**
 * Makes the data folder its owner's alone. All that lies in one that was open to others, as earlier versions
 * left it, is closed to them too.
 */
export async function closeDataFolder(
  folder: string,
  logger: Logger,
): Promise<Result<void, Failure>> {
  return close(folder, logger, async () => closeToOthers(folder, isOurs));
}

/** Makes the folders of a workspace, wherever they are, their owner's alone, and the files beside them. */
export async function closeWorkspaceFolders(
  own: string,
  folders: readonly string[],
  logger: Logger,
): Promise<Result<void, Failure>> {
  for (const folder of [own, ...folders]) {
    const closed = await close(folder, logger);
    if (!closed.ok) return closed;
  }
  // The database and its log: whatever made them, such as a copy that was put back.
  await closeToOthers(own, () => false);
  return ok(undefined);
}

async function close(
  folder: string,
  logger: Logger,
  closeContents?: () => Promise<void>,
): Promise<Result<void, Failure>> {
  try {
    if ((await makePrivateFolder(folder, closeContents)) === 'open') {
      logger.warn(
        `Other users of this machine may read ${folder}: its permissions cannot be changed.`,
      );
    }
    return ok(undefined);
  } catch (error) {
    return err(describeWriteError(error, folder));
  }
}
