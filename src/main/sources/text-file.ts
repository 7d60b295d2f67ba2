import { join } from 'node:path';
import { realpath } from 'node:fs/promises';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { findForeign, foreignFailure, readForeignText } from '#main/system/foreign-file.ts';
import { relativePathProblem } from './relative-path.ts';

/** Larger files are no task lists; reading them would only cost memory. */
const maximumBytes = 16 * 1024 * 1024;

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
  const found = await findForeign(root, file, 'inside');
  if (!found.ok) return err(foreignFailure(file, found.error));
  return ok(found.value === null ? null : join(await realpath(root), ...found.value));
}

/** A file's text as it was read, its permission bits, and where it stands. */
export interface TextFile {
  readonly text: string;
  readonly mode: number;
  /** Parts of its path below the root, links resolved. */
  readonly parts: readonly string[];
}

/**
 * Reads the regular UTF-8 file at `file` below `root`; a byte order mark stays in the text, so that it can be
 * written back byte for byte. A link that stays inside is followed. Null when the file is not there.
 */
export async function readTextFile(
  root: string,
  file: string,
): Promise<Result<TextFile | null, Failure>> {
  const problem = relativePathProblem(file);
  if (problem !== null) return err(pathOutside(file, problem));
  const read = await readForeignText(root, file, { maximumBytes, links: 'inside' });
  if (!read.ok) return err(foreignFailure(file, read.error));
  if (read.value === null) return ok(null);
  const { text, mode, parts } = read.value;
  return ok({ text, mode, parts });
}
