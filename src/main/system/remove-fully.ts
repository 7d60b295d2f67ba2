import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes a file or folder that the app made for itself: a room, a copy, what a check left in them. Also where what is
 * in it was closed to its owner. Links are removed, not followed.
 * @throws what `node:fs` throws
 */
export async function removeFully(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    await openAll(path);
    await rm(path, { recursive: true, force: true });
  }
}

async function openAll(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isDirectory() !== true) return;
  await chmod(path, 0o700);
  for (const name of await readdir(path)) await openAll(join(path, name));
}
