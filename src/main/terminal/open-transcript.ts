import type { FileHandle } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { openForeignFile } from '#main/system/foreign-file.ts';

/** A transcript to be read; null when it is not there, or something else is in its place. */
export async function openTranscriptFile(file: string): Promise<FileHandle | null> {
  const opened = await openForeignFile(dirname(file), basename(file));
  return opened.ok ? opened.value : null;
}
