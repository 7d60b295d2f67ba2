import type { Dirent } from 'node:fs';
import { readdir, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { isUsedFromElsewhere, namesPath, withOwnPlace } from '#shared/lib/names-path.ts';
import { readForeignFile } from '#main/system/foreign-file.ts';

/*
 * A copy of dependencies may lead back into the checkout that it was taken from: by absolute links, and by files in
 * which installers write down where the checkout is. A check that works with such a copy checks the checkout, and not
 * the tree that would land.
 */

/** Longer ones are no scripts that an installer has written. */
const textBytes = 64 * 1024;
/** As many of them are read; far more than any installer writes. */
const mostTexts = 20_000;
/** Folders that are looked at side by side. */
const atOnce = 32;

interface Looked {
  readonly links: string[];
  readonly texts: string[];
}

/**
 * Where the folders in `content`, each at its path in the checkout `root`, would lead back there, and cannot be made to
 * lead to the same place beside them. Links are; with `mends`, for good.
 */
export async function leadsBack(
  content: string,
  folders: readonly string[],
  root: string,
  mends: boolean,
): Promise<readonly string[]> {
  const looked: Looked = { links: [], texts: [] };
  for (const folder of folders) await look(content, folder, looked);
  const roots = [...new Set([root, await realpath(root).catch(() => root)])];
  if (mends) {
    for (const link of looked.links) await leadHere(content, link, roots);
  }
  const found: string[] = [];
  for (const path of looked.texts.slice(0, mostTexts)) {
    if (await namesCheckout(content, path, roots, mends)) found.push(path);
  }
  return found;
}

/** Lists links, and the files at places where installers name the checkout. */
async function look(content: string, folder: string, looked: Looked): Promise<void> {
  let next = [folder];
  while (next.length > 0) {
    const some = next.slice(0, atOnce);
    const listed = await Promise.all(
      some.map(async (at) => readdir(join(content, at), { withFileTypes: true }).catch(() => [])),
    );
    next = next.slice(atOnce);
    for (const [index, entries] of listed.entries()) {
      const at = some[index] ?? '';
      next.push(...sort(at, entries, looked));
    }
  }
}

/** @returns the folders among the entries */
function sort(at: string, entries: readonly Dirent[], { links, texts }: Looked): string[] {
  const isPrograms = basename(at) === 'bin' || basename(at) === '.bin';
  const folders: string[] = [];
  for (const entry of entries) {
    const path = `${at}/${entry.name}`;
    if (entry.isDirectory()) folders.push(path);
    else if (entry.isSymbolicLink()) links.push(path);
    else if (entry.isFile() && (isPrograms || isUsedFromElsewhere(entry.name))) texts.push(path);
  }
  return folders;
}

/** Makes an absolute link into the checkout lead to the same place of wherever the copy is used. */
async function leadHere(content: string, path: string, roots: readonly string[]): Promise<void> {
  const place = join(content, path);
  const target = await readlink(place).catch(() => '');
  if (!isAbsolute(target)) return;
  const inside = await insideOf(target, roots);
  if (inside === null) return;
  await rm(place);
  await symlink(relative(dirname(path), inside) || '.', place);
}

/** Where in the checkout an absolute path leads; null when it does not lead there. */
async function insideOf(target: string, roots: readonly string[]): Promise<string | null> {
  for (const path of [normalize(target), await realpath(target).catch(() => target)]) {
    for (const root of roots) {
      if (path === root || path.startsWith(`${root}${sep}`)) return relative(root, path);
    }
  }
  return null;
}

async function namesCheckout(
  content: string,
  path: string,
  roots: readonly string[],
  mends: boolean,
): Promise<boolean> {
  const read = await readForeignFile(content, path, { maximumBytes: textBytes });
  if (!read.ok || read.value === null || read.value.bytes.includes(0)) return false;
  const { bytes, mode } = read.value;
  let text = bytes.toString();
  const folder = dirname(path);
  // Any package may have a `bin`; only an installer's says where it was installed, and it does so at its beginning.
  if (basename(folder) === 'bin' && !(await isEnvironment(content, dirname(folder)))) {
    text = text.split('\n', 2).join('\n');
  }
  for (const root of roots) {
    if (!namesPath(text, root)) continue;
    const own = withOwnPlace(text, root, relative(folder, '.'));
    if (basename(folder) !== '.bin' || own === null) return true;
    text = own;
    if (!mends) continue;
    await rm(join(content, path));
    await writeFile(join(content, path), own, { mode });
  }
  return namesByAnother(text, roots);
}

/** Whether a line is a path, or starts a program, that is in the checkout under another name, such as through a link. */
async function namesByAnother(text: string, roots: readonly string[]): Promise<boolean> {
  const lines = text.split('\n').map((line) => line.trim().replace(/^#!\s*/, ''));
  const paths = lines.filter((line) => line.startsWith('/')).slice(0, 100);
  for (const path of paths) {
    const program = path.split(' ', 1)[0] ?? path;
    for (const one of new Set([path, dirname(program)])) {
      const real = await realpath(one).catch(() => null);
      if (real !== null && (await insideOf(real, roots)) !== null) return true;
    }
  }
  return false;
}

const environments = 'pyvenv.cfg';

async function isEnvironment(content: string, folder: string): Promise<boolean> {
  const names: readonly string[] = await readdir(join(content, folder)).catch(() => []);
  return names.includes(environments);
}
