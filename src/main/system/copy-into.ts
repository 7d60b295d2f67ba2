import { constants } from 'node:fs';
import { copyFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openForeignFile } from './foreign-file.ts';
import { canPin, makeFolder, pathParts, pinFolder, pinnedPath } from './pinned-folder.ts';
import type { PinnedFolder } from './pinned-folder.ts';

/*
 * Writing into a folder where an agent may have put links: each folder on the way is opened and pinned. What is at
 * the end is replaced, never written through.
 */

/** Counts temporary names of this process. */
let copies = 0;

/**
 * Copies the regular file at `path` below `from` to the same place below `to`, copy-on-write where the file system
 * can, with its mode; what is there is replaced. False when there is no such file, or a link is on the way.
 * @throws what `node:fs` throws when it cannot be written
 */
export async function copyFileInto(from: string, to: string, path: string): Promise<boolean> {
  const parts = pathParts(path);
  const opened = await openForeignFile(from, path);
  if (!opened.ok || opened.value === null) return false;
  const source = opened.value;
  try {
    const folder = await folderFor(to, parts);
    if (folder === null) return false;
    await using handle = folder;
    copies += 1;
    const draft = join(handle.path, `.switchyard-copy-${process.pid}-${copies}.tmp`);
    try {
      const origin = canPin ? pinnedPath(source) : join(from, path);
      const { COPYFILE_EXCL, COPYFILE_FICLONE } = constants;
      await copyFile(origin, draft, COPYFILE_EXCL | COPYFILE_FICLONE);
      await rename(draft, join(handle.path, parts.at(-1) ?? ''));
      return true;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  } finally {
    await source.close();
  }
}

/**
 * Copies a regular file to a new one at `to`, whose folder is the app's own. False when there is none.
 * @throws what `node:fs` throws when it cannot be written
 */
export async function copyForeignFile(from: string, to: string): Promise<boolean> {
  const opened = await openForeignFile(dirname(from), basename(from));
  if (!opened.ok || opened.value === null) return false;
  try {
    await copyFile(canPin ? pinnedPath(opened.value) : from, to, constants.COPYFILE_FICLONE);
    return true;
  } finally {
    await opened.value.close();
  }
}

/**
 * Renames `source` to `path` below `root`, on the same file system. False when a link is on the way.
 * @throws what `node:fs` throws when it cannot be written
 */
export async function moveInto(source: string, root: string, path: string): Promise<boolean> {
  const parts = pathParts(path);
  const folder = await folderFor(root, parts);
  if (folder === null) return false;
  await using handle = folder;
  await rename(source, join(handle.path, parts.at(-1) ?? ''));
  return true;
}

/** Removes the file at `path` below `root`, no link followed on the way; nothing where there is none. */
export async function removeFileFrom(root: string, path: string): Promise<void> {
  const parts = pathParts(path);
  const folder = await pinFolder(root, parts.slice(0, -1));
  if (!folder.ok || folder.value === null) return;
  await using handle = folder.value;
  await rm(join(handle.path, parts.at(-1) ?? ''), { force: true }).catch(() => undefined);
}

/** The folder that the last of `parts` is to stand in; null when a link is on the way. */
async function folderFor(root: string, parts: readonly string[]): Promise<PinnedFolder | null> {
  const made = await makeFolder(root, parts.slice(0, -1));
  if (made.ok) return made.value;
  if (made.error.kind === 'link') return null;
  throw made.error.cause ?? new Error(`The folder of ${parts.join('/')}: ${made.error.reason}.`);
}
