import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { errorCode } from './text-file.ts';

/** Makes a rename or a new name in `directory` last; file systems that cannot sync folders are let be. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Windows and some network file systems refuse; the rename itself has happened.
  }
}

/**
 * Puts `text` in the place of the file at `path` in one step: whoever reads sees the old or the new
 * file, also after a crash. The new file gets permission bits `mode`. `mayReplace` is asked last,
 * when all is written; on false nothing changes. Resolves to whether the file was replaced.
 */
export async function replaceFile(
  path: string,
  text: string,
  mode: number,
  mayReplace: () => Promise<boolean>,
): Promise<Result<boolean, Failure>> {
  const directory = dirname(path);
  const key = createHash('sha256').update(basename(path)).digest('hex').slice(0, 16);
  const temporary = join(directory, `.switchyard-${key}-${String(process.pid)}.tmp`);
  try {
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    if (!(await mayReplace())) {
      await rm(temporary, { force: true });
      return ok(false);
    }
    await rename(temporary, path);
    await syncDirectory(directory);
    return ok(true);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return err(
      failure(
        'file-unwritable',
        `"${path}" cannot be written (${errorCode(error)}).`,
        'Check the free space and that you may write there; the file is as it was before.',
        { file: path },
      ),
    );
  }
}
