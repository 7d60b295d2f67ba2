import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { copyFileInto } from '#main/system/copy-into.ts';
import { readForeignFile } from '#main/system/foreign-file.ts';
import { makePrivateFolder } from '#main/system/private-files.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { useCopy } from './copies-in-use.ts';
import { SealedFolder } from './sealed-folder.ts';

/** Of larger files size and time stand for the content. */
const smallFileBytes = 1024 ** 2;

/** What was copied, and the name of the folder that has it. */
export interface CopiedFiles {
  readonly files: string[];
  readonly filesFolder: string | null;
  readonly filesDigest: string;
}

/** Copies these files of the checkout, where that is not done yet. */
export async function copyFiles(
  parts: { readonly root: string; readonly place: string },
  files: readonly string[],
): Promise<CopiedFiles> {
  if (files.length === 0) return { files: [], filesFolder: null, filesDigest: '' };
  const { root, place } = parts;
  const { digest: filesDigest, folder: filesFolder } = await digestOfFiles(parts, files);
  await makePrivateFolder(join(place, filesFolder));
  await useCopy(join(place, filesFolder));
  const content = join(place, filesFolder, 'content');
  const sealed = sealedFiles(place, filesFolder);
  if (!(await sealed.isUntouched())) {
    await removeFully(content);
    await mkdir(content);
    for (const file of files) await copyFileInto(root, content, file);
    await sealed.set();
  }
  const copied = files.filter((file) => existsSync(join(content, file)));
  return { files: copied, filesFolder, filesDigest };
}

/** The folder of the app's that has them, and whether it was changed. */
export function sealedFiles(place: string, folder: string): SealedFolder {
  return new SealedFolder(join(place, folder, 'content'), join(place, folder, 'made'));
}

/** One text for what the checkout has in these files, and the name of the folder that they are copied to. */
export async function digestOfFiles(
  { root }: { readonly root: string },
  files: readonly string[],
): Promise<{ readonly digest: string; readonly folder: string }> {
  const hash = createHash('sha256');
  for (const file of files) {
    const read = await readForeignFile(root, file, { maximumBytes: smallFileBytes });
    const bytes = read.ok ? read.value?.bytes : undefined;
    // A long one is another one when its size or time is.
    const found = bytes === undefined ? await lstat(join(root, file)).catch(() => null) : null;
    hash
      .update(`${file}\0`)
      .update(bytes ?? `${found?.size} ${found?.mtimeMs}`)
      .update('\0');
  }
  const digest = hash.digest('hex');
  return { digest, folder: `files-${digest.slice(0, 32)}` };
}

/** What git calls the content of these files in the checkout. */
export async function inputsOf(
  { git, root }: { readonly git: GitClient; readonly root: string },
  files: readonly string[],
): Promise<Record<string, string | null>> {
  const there: string[] = [];
  for (const file of files) {
    const found = await lstat(join(root, file)).catch(() => null);
    if (found?.isFile() === true && !file.includes('\n')) there.push(file);
  }
  const inputs = Object.fromEntries(files.map((file): [string, string | null] => [file, null]));
  if (there.length === 0) return inputs;
  const input = there.map((file) => `${file}\n`).join('');
  const named = await git.text(['hash-object', '--stdin-paths'], { input });
  for (const [index, object] of named.split('\n').entries()) {
    const file = there[index];
    if (file !== undefined) inputs[file] = object;
  }
  return inputs;
}
