import { createHash } from 'node:crypto';
import { chmod, lstat, mkdir, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { writing } from '#main/git/file-errors.ts';
import { copyFileInto } from '#main/system/copy-into.ts';
import { findEntries } from '#main/system/find-entries.ts';
import { openForeignFile } from '#main/system/foreign-file.ts';
import { removeTree } from './remove-tree.ts';
import type { TreeFolder } from './tree-folder.ts';

/** Where git LFS puts a file: by its name, which is the SHA-256 of its content. */
const place = /^([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{60})$/;

/**
 * Brings the files over that an agent's git LFS has put into the agent's own git directory: of a commit that git has
 * brought over, the repository has only their names. What is not as its name says stays behind.
 */
export async function keepLargeFiles(tree: TreeFolder): Promise<void> {
  const own = join(tree.folder, '.git/lfs/objects');
  if ((await lstat(own).catch(() => null))?.isDirectory() !== true) return;
  const made = (await findEntries(own, (entry) => entry.isFile())).filter((one) => place.test(one));
  if (made.length === 0) return;
  const store = await tree.borrowed.largeFiles();
  // On the disk of the store, where git LFS has its own drafts.
  const drafts = join(dirname(store), `tmp/switchyard-${process.pid}-${tree.name}`);
  try {
    await writing(drafts, async () => mkdir(drafts, { recursive: true }));
    for (const path of made) {
      if ((await lstat(join(store, path)).catch(() => null)) !== null) continue;
      await writing(store, async () => bringOver({ own, drafts, store }, path));
    }
  } finally {
    await removeTree(drafts);
  }
}

async function bringOver(
  { own, drafts, store }: Readonly<Record<'own' | 'drafts' | 'store', string>>,
  path: string,
): Promise<void> {
  if (!(await copyFileInto(own, drafts, path))) return;
  const copy = join(drafts, path);
  if (basename(path) !== (await digestOf(copy))) return;
  const folder = dirname(join(store, path));
  const first = await mkdir(folder, { recursive: true });
  if (first !== undefined) {
    // Whoever else works in the repository can put files there too, as in the rest of it.
    const { mode } = await stat(store);
    for (const one of [dirname(folder), folder]) {
      if (one.startsWith(first)) await chmod(one, mode & 0o7777);
    }
  }
  await rename(copy, join(store, path));
}

async function digestOf(file: string): Promise<string | null> {
  const opened = await openForeignFile(dirname(file), basename(file));
  if (!opened.ok || opened.value === null) return null;
  const hash = createHash('sha256');
  for await (const piece of opened.value.createReadStream()) hash.update(piece);
  return hash.digest('hex');
}
