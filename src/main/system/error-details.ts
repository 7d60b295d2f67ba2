import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateFileMode, privateFolderMode } from './private-files.ts';

/** Folder of what is kept of errors in this program, in the app's folder or in that of a workspace. */
export const errorsFolder = 'errors';

/**
 * Keeps where an error in this program happened, for whoever mends it: no person is to read it on a screen. Without
 * waiting, because the process may be about to end.
 * @returns the file; null when it could not be written
 */
export function keepErrorDetails(folder: string, error: unknown, now: Date): string | null {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const name = `${now.toISOString().replaceAll(/[:.]/g, '-')}-${process.pid}.txt`;
  const file = join(folder, errorsFolder, name);
  try {
    mkdirSync(join(folder, errorsFolder), { recursive: true, mode: privateFolderMode });
    writeFileSync(file, `${text}${causeOf(error)}\n`, { mode: privateFileMode });
    return file;
  } catch {
    // A full disk, for example: then the sentence that a person reads is all there is.
    return null;
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error) || error.cause === undefined) return '';
  const { cause } = error;
  const words = cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause);
  return `\nCaused by: ${words}`;
}
