import { dirname, join } from 'node:path';
import { listForeignFolder, readNamedText } from '#main/system/foreign-file.ts';

/** Far more than any of git's own small files has: a pointer, a HEAD, a lock. */
const longestText = 64 * 1024;
/** Records of worktrees that are looked at. */
const mostRecords = 10_000;

/**
 * The text of one of git's small files, which an agent may have put something else in the place of; null when it is
 * not there or cannot be read.
 */
export async function readGitText(file: string): Promise<string | null> {
  const read = await readNamedText(file, longestText);
  return read.ok ? read.value : null;
}

/** The folders in which git keeps its records of the worktrees of a repository. */
export async function worktreeRecords(commonDirectory: string): Promise<readonly string[]> {
  const listed = await listForeignFolder(commonDirectory, 'worktrees', {
    maximumEntries: mostRecords,
  });
  const names = listed.ok ? (listed.value?.names ?? []) : [];
  return names.map((name) => join(commonDirectory, 'worktrees', name));
}

/** The names in a folder of git's; none when it cannot be listed. */
export async function gitNames(folder: string): Promise<readonly string[]> {
  const listed = await listForeignFolder(
    dirname(folder),
    folder.slice(dirname(folder).length + 1),
    {
      maximumEntries: mostRecords,
    },
  );
  return listed.ok ? (listed.value?.names ?? []) : [];
}
