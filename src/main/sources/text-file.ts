import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { relativePathProblem } from './relative-path.ts';

/** Larger files are no task lists; reading them would only cost memory. */
const maximumBytes = 16 * 1024 * 1024;

/** The `code` of a system error (`ENOENT`, …), or its message when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** The failure of a file or folder that is there but cannot be read. */
export function unreadable(file: string, error: unknown): Failure {
  return failure(
    'file-unreadable',
    `"${file}" cannot be read (${errorCode(error)}).`,
    'Check that it is a regular file and that you may read it.',
    { file },
  );
}

/** The failure of a path that does not stay inside the repository. */
export function pathOutside(file: string, reason: string): Failure {
  return failure(
    'path-outside',
    `The path "${file}" ${reason}.`,
    'Keep task files inside the repository.',
    { file },
  );
}

/**
 * The absolute path, symbolic links resolved, of `file` below `root`; null when nothing is there.
 * Whatever stands or leads outside of `root` is refused (SPEC section 14).
 */
export async function resolveInside(
  root: string,
  file: string,
): Promise<Result<string | null, Failure>> {
  const problem = relativePathProblem(file);
  if (problem !== null) return err(pathOutside(file, problem));
  try {
    const base = await realpath(root);
    const path = await realpath(join(base, file));
    const inner = relative(base, path);
    if (inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner)) {
      return err(pathOutside(file, 'is a symbolic link that leads out of the repository'));
    }
    return ok(path);
  } catch (error) {
    return isMissing(error) ? ok(null) : err(unreadable(file, error));
  }
}

/** A file's text as it was read, and its permission bits. */
export interface TextFile {
  readonly text: string;
  readonly mode: number;
}

/**
 * Reads a regular UTF-8 file; a byte order mark stays in the text, so that it can be written back byte
 * for byte. Null when the file is not there; `file` is its name in messages.
 */
export async function readTextFile(
  path: string,
  file: string,
): Promise<Result<TextFile | null, Failure>> {
  try {
    // Without O_NONBLOCK a named pipe would keep the app waiting for its writer.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return err(unreadable(file, new Error('not a regular file')));
      if (stats.size > maximumBytes) return err(unreadable(file, new Error('larger than 16 MiB')));
      const bytes = await handle.readFile();
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      return ok({ text, mode: stats.mode & 0o7777 });
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isMissing(error)) return ok(null);
    return err(
      error instanceof TypeError
        ? failure('not-utf8', `"${file}" is not UTF-8 text.`, 'Save it as UTF-8.', { file })
        : unreadable(file, error),
    );
  }
}
