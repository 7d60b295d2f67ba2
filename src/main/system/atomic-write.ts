import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

export type WriteFailureCode = 'disk-full' | 'read-only' | 'write-failed';

export interface AtomicWriteOptions {
  /** Permission bits; else those of the file that is replaced, else 0o666 less the umask. */
  readonly mode?: number;
  /** What messages call the file, where `path` goes through a folder handle. */
  readonly shownAs?: string;
}

let writes = 0;

/**
 * Replaces a file's content as a whole: after a crash, a kill or a power cut there is either the
 * old content or the new, and a failure leaves the old (SPEC section 13). A symlink is replaced by a file,
 * not followed. The folder must exist.
 */
export async function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<Result<void, Failure<WriteFailureCode>>> {
  const folder = dirname(path);
  writes += 1;
  const draft = join(folder, `.switchyard-${process.pid}-${writes}.tmp`);
  try {
    await writeAndSync(draft, content, options.mode ?? (await modeOf(path)));
    await rename(draft, path);
    await syncFolder(folder);
    return ok(undefined);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    return err(describeWriteError(error, options.shownAs ?? path));
  }
}

/** Says what could not be written and what to do about it; `error` is what `node:fs` threw. */
export function describeWriteError(error: unknown, path: string): Failure<WriteFailureCode> {
  switch (errorCode(error)) {
    case 'ENOSPC':
      return failure(
        'disk-full',
        `No space is left to write ${path}.`,
        'Free some space on that disk.',
      );
    case 'EDQUOT':
      return failure(
        'disk-full',
        `Your disk quota is used up: ${path} could not be written.`,
        'Free some space, or have the quota raised.',
      );
    case 'EROFS':
      return failure(
        'read-only',
        `${path} is on a disk that can only be read.`,
        'Make the disk writable, or choose another folder.',
      );
    case 'EACCES':
    case 'EPERM':
      return failure(
        'read-only',
        `There is no permission to write ${path}.`,
        'Give yourself write permission for the file and its folder.',
      );
    default:
      return failure(
        'write-failed',
        `${path} could not be written: ${error instanceof Error ? error.message : String(error)}.`,
        'Check that its folder exists and that the disk is in order.',
      );
  }
}

/** Whether `fsync` failed only because that kind of file (a folder, a pipe) has no such thing. */
export function isSyncUnsupported(error: unknown): boolean {
  return ['EINVAL', 'ENOTSUP', 'EISDIR', 'EPERM'].includes(String(errorCode(error)));
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function modeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mode & 0o7777;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function writeAndSync(
  path: string,
  content: string | Uint8Array,
  mode: number | undefined,
): Promise<void> {
  // A crash may have left one, and a later process may get the same number.
  await rm(path, { force: true });
  const file = await open(path, 'wx', mode ?? 0o666);
  try {
    // The umask applies to the mode that `open` gets.
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename last. Not every file system can do that for a folder; then it is left to it. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch (error) {
    if (!isSyncUnsupported(error)) throw error;
  } finally {
    await handle.close();
  }
}
