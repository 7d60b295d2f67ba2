import { realpath, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { TrustFolder } from '#shared/model/trust.ts';
import { readFolderRules, writeFolderRules } from './agreement-file.ts';

/**
 * Replaces the person's rules. Each folder must be there: it is kept by its real path, so that a link that is put
 * in its place later does not inherit the trust.
 */
export async function setFolderRules(
  file: string,
  folders: readonly TrustFolder[],
): Promise<Result<void, Failure>> {
  const kept = new Set((await readFolderRules(file)).map(ruleKey));
  const rules = new Map<string, TrustFolder>();
  for (const added of folders) {
    const { folder, rule } = added;
    if (kept.has(ruleKey(added))) {
      rules.set(folder, added);
      continue;
    }
    const real = isAbsolute(folder) ? await realFolder(folder) : null;
    // A rule to ask loses nothing by a folder that is gone; one to trust would wait for whoever makes it.
    if (real === null && rule === 'trust') return err(noFolder(folder));
    rules.set(real ?? folder, { folder: real ?? folder, rule });
  }
  return writeFolderRules(file, [...rules.values()]);
}

/** The folder's real path; null where there is no such folder. */
export async function realFolder(folder: string): Promise<string | null> {
  const real = await realpath(folder).catch(() => null);
  const found = real === null ? null : await stat(real).catch(() => null);
  return found?.isDirectory() === true ? real : null;
}

function ruleKey({ folder, rule }: TrustFolder): string {
  return JSON.stringify([folder, rule]);
}

function noFolder(folder: string): Failure<'folder-missing'> {
  return failure('folder-missing', `There is no folder ${folder}.`, 'Name a folder that exists.');
}
