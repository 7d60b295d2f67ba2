import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { copyFile, lstat, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cloneFolder } from './clone-folder.ts';
import { privateFileMode } from './private-files.ts';
import { removeFully } from './remove-fully.ts';

/*
 * What has changed below a folder since a moment is known by the times at which the system last changed each file and
 * folder, which no program can set. A file that is made, removed or renamed changes its folder.
 */

/** More changes than this are not looked at one by one. */
const manyChanges = 20_000;
const longestListBytes = 32 * 1024 ** 2;
/** Longer than the step of a file system's clock. */
const clockStepMs = 12;

/** Makes a file that stands for this moment; what is changed after this call counts as later. */
export async function stampNow(stamp: string): Promise<void> {
  await writeFile(stamp, '', { mode: privateFileMode });
  await sleep(clockStepMs);
}

/**
 * The files and folders at or below `folders` that were changed after `stamp` was made. Null when that is not known:
 * a folder or the stamp is not there, there are too many, or the system has no `find`.
 */
export async function changedSince(
  folders: readonly string[],
  stamp: string,
): Promise<readonly string[] | null> {
  if (folders.length === 0) return [];
  const args = [...folders, '-cnewer', stamp, '-print0'];
  return new Promise((resolve) => {
    const options = { encoding: 'utf8', maxBuffer: longestListBytes } as const;
    execFile('find', args, options, (error, stdout) => {
      const found = stdout.split('\0').filter((path) => path !== '');
      resolve(error !== null || found.length > manyChanges ? null : found);
    });
  });
}

/**
 * Makes `folder` what `original` is again, which nobody changes, given what was changed in it: only that is looked at.
 * @throws what `node:fs` throws
 */
export async function mendCopy(
  original: string,
  folder: string,
  changed: readonly string[],
): Promise<void> {
  // From the top, so that what stands in a folder that is gone is not looked at.
  for (const path of changed.toSorted()) {
    const inner = relative(folder, path);
    if (inner === '..' || inner.startsWith(`..${sep}`)) continue;
    await mendOne(join(original, inner), path);
  }
}

async function mendOne(original: string, path: string): Promise<void> {
  const [was, is] = await Promise.all([look(original), look(path)]);
  const areFolders = was?.isDirectory() === true && is?.isDirectory() === true;
  if (areFolders && was.mode === is.mode) return mendNames(original, path);
  if (is !== null) await removeFully(path);
  if (was === null || (await look(join(path, '..')))?.isDirectory() !== true) return;
  await copyAny(original, path);
}

async function copyAny(original: string, path: string): Promise<void> {
  const stat = await lstat(original);
  if (stat.isDirectory()) return cloneFolder(original, path);
  if (stat.isSymbolicLink()) return symlink(await readlink(original), path);
  return copyFile(original, path, constants.COPYFILE_FICLONE);
}

/** Takes away what the folder has too many, and adds what it lacks; what differs inside of it was changed by itself. */
async function mendNames(original: string, folder: string): Promise<void> {
  const [were, are] = await Promise.all([readdir(original), readdir(folder)]);
  const known = new Set(were);
  const present = new Set(are);
  for (const name of are) {
    if (!known.has(name)) await removeFully(join(folder, name));
  }
  for (const name of were) {
    if (!present.has(name)) await copyAny(join(original, name), join(folder, name));
  }
}

async function look(path: string): Promise<Awaited<ReturnType<typeof lstat>> | null> {
  return lstat(path).catch(() => null);
}
