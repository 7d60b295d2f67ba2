import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError, writeFileAtomically } from '#main/system/atomic-write.ts';
import { findForeign } from '#main/system/foreign-file.ts';
import { makeFolder } from '#main/system/pinned-folder.ts';
import type { Unreadable } from '#main/system/pinned-folder.ts';
import { configFolder, configName, projectConfigFile } from './config-file.ts';

/**
 * Writes a repository's config, and makes its folder. The repository may have made a link of that folder: one that
 * leads out is not followed, whatever is exchanged meanwhile.
 */
export async function writeProjectConfig(
  root: string,
  text: string,
): Promise<Result<void, Failure>> {
  const file = projectConfigFile(root);
  const place = await findForeign(root, configFolder, 'inside');
  if (!place.ok) return err(unwritable(file, place.error));
  const folder = await makeFolder(root, place.value ?? [configFolder]);
  if (!folder.ok) return err(unwritable(file, folder.error));
  await using handle = folder.value;
  // Waited for here: the folder stays open only until this returns.
  const written = await writeFileAtomically(join(handle.path, configName), text, { shownAs: file });
  return written;
}

function unwritable(file: string, { reason, cause }: Unreadable): Failure {
  if (cause !== undefined) return describeWriteError(cause, file);
  return failure(
    'config-unwritable',
    `${file} is not written: ${reason}.`,
    'Put a folder of the repository itself in its place.',
    { file },
  );
}
