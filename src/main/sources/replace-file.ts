import { createHash } from 'node:crypto';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { errorCode, pinFolder } from '#main/system/pinned-folder.ts';
import { isProcessAlive } from '#main/system/process-identity.ts';

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
 * Puts `text` in the place of the file at `parts` below `root` in one step: whoever reads sees the old or the
 * new file, also after a crash. The new file gets permission bits `mode`. `mayReplace` is asked last,
 * when all is written; on false nothing changes. Its folder is open meanwhile, and no link leads to it: what is
 * exchanged on the way cannot lead the text elsewhere. Resolves to whether the file was replaced.
 */
export async function replaceFile(
  root: string,
  parts: readonly string[],
  text: string,
  mode: number,
  mayReplace: () => Promise<boolean>,
): Promise<Result<boolean, Failure>> {
  const name = parts.at(-1) ?? '';
  const folder = await pinFolder(root, parts.slice(0, -1));
  if (!folder.ok) return err(unwritable(join(root, ...parts), folder.error.reason));
  if (folder.value === null) return err(unwritable(join(root, ...parts), 'its folder is gone'));
  await using pinned = folder.value;
  const key = createHash('sha256').update(name).digest('hex').slice(0, 16);
  const temporary = join(pinned.path, `.switchyard-${key}-${String(process.pid)}.tmp`);
  try {
    await dropLeft(dirname(temporary), key);
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
    await rename(temporary, join(pinned.path, name));
    await syncDirectory(pinned.path);
    return ok(true);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    return err(unwritable(join(root, ...parts), errorCode(error)));
  }
}

/** Removes drafts of this file whose process was killed before it could put them in its place. */
async function dropLeft(folder: string, key: string): Promise<void> {
  const draft = new RegExp(`^\\.switchyard-${key}-(\\d+)\\.tmp$`);
  for (const name of await readdir(folder)) {
    const pid = draft.exec(name)?.[1];
    if (pid === undefined || isProcessAlive({ pid: Number(pid), startTime: null })) continue;
    await rm(join(folder, name), { force: true });
  }
}

function unwritable(path: string, reason: string): Failure {
  return failure(
    'file-unwritable',
    `"${path}" cannot be written (${reason}).`,
    'Check the free space and that you may write there; the file is as it was before.',
    { file: path },
  );
}
