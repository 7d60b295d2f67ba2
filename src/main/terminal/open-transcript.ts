import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { openForeignFile } from '#main/system/foreign-file.ts';

/** A transcript to be read; null when it is not there, or something else is in its place. */
export async function openTranscriptFile(file: string): Promise<FileHandle | null> {
  const opened = await openForeignFile(dirname(file), basename(file));
  return opened.ok ? opened.value : null;
}

/**
 * The same for whoever cannot do without it.
 * @throws an error with the code `ENOENT` when it is not there, one with the reason when it cannot be read
 */
export async function openKnownTranscript(file: string): Promise<FileHandle> {
  const opened = await openForeignFile(dirname(file), basename(file));
  if (!opened.ok) throw new Error(`${file} cannot be read: ${opened.error.reason}`);
  if (opened.value !== null) return opened.value;
  throw Object.assign(new Error(`There is no ${file}`), { code: 'ENOENT' });
}
