import { join } from 'node:path';
import type { IdSource } from '#shared/lib/ids.ts';
import type { LockKeeping } from '#main/git/client.ts';
import type { Repository } from '#main/git/repository.ts';
import type { RepositoryNotices } from './repository-notices.ts';

/** Locks of dead gits in this repository, and in the app's own indexes below `own`, are taken away and reported. */
export function lockKeeping(
  { root, commonDirectory }: Repository,
  own: string,
  ids: IdSource,
  notices: RepositoryNotices,
): LockKeeping {
  return {
    gitDirectory: commonDirectory,
    treesFolder: join(own, 'trees'),
    workFolders: [root, commonDirectory, own],
    ids,
    removed: (lock) => notices.lockRemoved(lock),
  };
}
