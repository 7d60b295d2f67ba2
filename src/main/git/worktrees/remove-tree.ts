import { rename, rm } from 'node:fs/promises';
import { openFolders } from '#main/system/find-entries.ts';

/** Removes a folder of ours with all in it, also what somebody has closed; no link is followed. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'EACCES' && code !== 'EPERM') throw error;
    await openFolders(path);
    await rm(path, { recursive: true, force: true });
  }
}

/** Takes a folder out of its place at once, and then removes it: what a crash leaves has another name. */
export async function takeAway(folder: string, mark: string): Promise<void> {
  const away = `${folder}.removed-${mark}`;
  await removeTree(away);
  try {
    await rename(folder, away);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  await removeTree(away);
}
