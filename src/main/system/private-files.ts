import { closeSync, constants, openSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Permission bits of the app's own files and folders: for their owner alone. */
export const privateFileMode = 0o600;
export const privateFolderMode = 0o700;

/** Bits that let others in. */
const othersBits = 0o077;

/** Windows has no such bits, and keeps a person's folders to that person. */
const hasModes = process.platform !== 'win32';

/** What a folder is that is to be its owner's alone: it was, or it had to be closed, or it cannot be. */
export type PrivateFolderState = 'private' | 'mended' | 'open';

/**
 * Makes a folder that only its owner can look into, with the folders above it that are missing; one that
 * others could look into is closed to them, after `closeContents` has closed what is in it: whoever is cut off
 * in between does it again. `open` when the system does not let us: the folder belongs to another user, or its
 * disk knows no permissions.
 */
export async function makePrivateFolder(
  folder: string,
  closeContents: () => Promise<void> = async () => {},
): Promise<PrivateFolderState> {
  await mkdir(folder, { recursive: true, mode: privateFolderMode });
  if (!hasModes || (await isClosed(folder))) return 'private';
  await closeContents();
  await chmod(folder, privateFolderMode).catch(() => undefined);
  return (await isClosed(folder)) ? 'mended' : 'open';
}

async function isClosed(path: string): Promise<boolean> {
  return ((await stat(path)).mode & othersBits) === 0;
}

/**
 * Takes from all others what they may do with the files and folders in `folder`; links are not followed. What
 * cannot be changed is left. `isOurs` says of each folder, by its path, whether it is looked into.
 */
export async function closeToOthers(
  folder: string,
  isOurs: (folder: string) => boolean,
): Promise<void> {
  if (!hasModes) return;
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) continue;
    if (entry.isDirectory()) {
      await closeOne(path);
      if (isOurs(path)) await closeToOthers(path, isOurs);
    } else if (entry.isFile()) await closeOne(path);
  }
}

async function closeOne(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null || found.isSymbolicLink() || (found.mode & othersBits) === 0) return;
  await chmod(path, found.mode & 0o700).catch(() => undefined);
}

/**
 * Makes an empty file that only its owner can read, where there is none: for programs, such as SQLite, that
 * give a file they make to everyone, and to the files beside it what it has itself. Where that is not
 * possible, the program says so itself.
 */
export function makePrivateFile(file: string): void {
  try {
    const { O_WRONLY, O_CREAT, O_EXCL } = constants;
    closeSync(openSync(file, O_WRONLY | O_CREAT | O_EXCL, privateFileMode));
  } catch {
    // It is there, or cannot be made.
  }
}
