import { access, readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FolderListing } from '#shared/contract/workspaces.ts';
import { compareIds } from '#shared/core/graph/natural-order.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { readProblem } from '#main/system/read-problem.ts';

/** Folders that are listed at most; nobody looks for a repository among more. */
const folderLimit = 2_000;

/** The folders in `folder`, hidden ones left out, for a page that has no dialog to choose one with. */
export async function browseFolders(folder: string): Promise<Result<FolderListing, Failure>> {
  const path = resolve(folder);
  let entries: readonly Dirent[];
  try {
    entries = await readdir(path, { withFileTypes: true });
  } catch (error) {
    const message = readProblem(error, path);
    return err(failure('folder-unreadable', message, 'Choose another folder.'));
  }
  const visible = entries
    .filter((entry) => !entry.name.startsWith('.'))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const found = await Promise.all(
    visible.slice(0, folderLimit).map(async (entry) => {
      const inner = join(path, entry.name);
      if (entry.isSymbolicLink() && !(await isFolder(inner))) return [];
      return [{ name: entry.name, path: inner, isRepository: await isRepository(inner) }];
    }),
  );
  const parent = dirname(path);
  return ok({
    folder: path,
    parent: parent === path ? null : parent,
    isRepository: await isRepository(path),
    folders: found.flat().sort((a, b) => compareIds(a.name, b.name)),
  });
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}

/** Whether a `.git` is there: a folder, or the file of a linked worktree. */
async function isRepository(path: string): Promise<boolean> {
  return access(join(path, '.git')).then(
    () => true,
    () => false,
  );
}
