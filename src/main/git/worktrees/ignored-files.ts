import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isRebuildable } from '#shared/core/paths/rebuildable.ts';
import { findEntries } from '#main/system/find-entries.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import type { GitClient } from '#main/git/client.ts';
import { commitTree } from '#main/git/commits.ts';
import { keepCommit, snapshotsOf } from '#main/git/vault-refs.ts';
import { unquoted } from './safe-add.ts';
import type { TreeFolder } from './tree-folder.ts';

/** Files of an attempt that git ignores, and that no program makes again. */
export interface IgnoredWork {
  /** Files and folders, a folder with a slash at its end. */
  readonly paths: readonly string[];
  /** Commit under the vault that has them; null when they are too much for that. */
  readonly keptIn: string | null;
}

/** What is kept in the vault at most. */
const mostFiles = 1_000;
const mostBytes = 10 * 1024 * 1024;

const knownSchema = z.record(z.string(), z.string());
const knownFile = 'ignored.json';
const knownBytes = 64 * 1024 * 1024;

/** Notes what git ignores in the folder now: none of it is anything that an agent has made. */
export async function noteIgnored(tree: TreeFolder): Promise<void> {
  const known: Record<string, string> = {};
  for (const path of (await ignoredFiles(tree, null)).files)
    known[path] = await stampOf(tree, path);
  const draft = join(tree.notes, `${knownFile}.new`);
  await writeFile(draft, JSON.stringify(known));
  await rename(draft, join(tree.notes, knownFile));
}

/** Notes that nothing that git ignores is there. */
export async function noteNoIgnored({ notes }: TreeFolder): Promise<void> {
  await rm(join(notes, knownFile), { force: true });
}

/**
 * Keeps what was made since {@link noteIgnored}, when it is small. `look` is what `lookAt` shows after all that git
 * does not ignore was taken into the index; null where something was not, so that git is asked again.
 */
export async function keepIgnored(
  { git, tree }: { readonly git: GitClient; readonly tree: TreeFolder },
  { taskId, parent }: { readonly taskId: string; readonly parent: string },
  look: string | null,
): Promise<IgnoredWork> {
  const { entries, files, isWhole } = await ignoredFiles(tree, look);
  if (files.length === 0) return { paths: [], keptIn: null };
  const known = await readKnown(tree);
  const made: string[] = [];
  let bytes = 0;
  for (const path of files) {
    if (known[path] === (await stampOf(tree, path))) continue;
    made.push(path);
    bytes += (await lstat(join(tree.folder, path)).catch(() => null))?.size ?? 0;
  }
  if (made.length === 0) return { paths: [], keptIn: null };
  // A folder of which all is new is named once.
  const paths = entries.filter((entry) =>
    made.some((path) => path === entry || (entry.endsWith('/') && path.startsWith(entry))),
  );
  const isSmall = isWhole && made.length <= mostFiles && bytes <= mostBytes;
  return { paths, keptIn: isSmall ? await store(git, tree, { taskId, parent, made }) : null };
}

async function store(
  git: GitClient,
  tree: TreeFolder,
  { taskId, parent, made }: { taskId: string; parent: string; made: readonly string[] },
): Promise<string> {
  const indexFile = join(tree.notes, 'ignored-index');
  await rm(indexFile, { force: true });
  try {
    const input = made.map((path) => `${path}\0`).join('');
    const add = ['update-index', '-z', '--add', '--remove', '--stdin'];
    await tree.git.run(add, { indexFile, input });
    const written = await tree.git.text(['write-tree'], { indexFile });
    const before = (await snapshotsOf(git, taskId)).find((one) => one.tree === written);
    if (before !== undefined) return before.vaultRef;
    const message = `${taskId}: files of its agent that git ignores\n`;
    const commit = await commitTree(git, { tree: written, parents: [parent], message });
    return await keepCommit(git, taskId, commit);
  } finally {
    await rm(indexFile, { force: true });
  }
}

/** What git ignores and no program makes again: as git lists it, and file by file. */
async function ignoredFiles(
  tree: TreeFolder,
  look: string | null,
): Promise<{ entries: readonly string[]; files: readonly string[]; isWhole: boolean }> {
  const entries = (look ?? (await listIgnored(tree)))
    .split('\n')
    .filter((line) => line !== '')
    .map(unquoted)
    .filter((path) => !isRebuildable(path));
  const files: string[] = [];
  let isWhole = true;
  for (const entry of entries) {
    if (!entry.endsWith('/')) {
      // A file that git tracks and that is not there is none of these.
      if ((await stampOf(tree, entry)) !== '') files.push(entry);
    } else {
      const inner = await findEntries(
        join(tree.folder, entry),
        (one) => one.isFile() || one.isSymbolicLink() || one.name === '.git',
      );
      // A repository is no file that could be taken.
      if (inner.some((path) => path === '.git' || path.endsWith('/.git'))) isWhole = false;
      files.push(...inner.map((path) => `${entry}${path}`).filter((path) => !isRebuildable(path)));
    }
  }
  return { entries, files, isWhole };
}

async function listIgnored({ git }: TreeFolder): Promise<string> {
  const args = ['ls-files', '--others', '--ignored', '--exclude-standard', '--directory'];
  return (await git.run(args, { settings: ['core.quotePath=true'] })).stdout;
}

async function stampOf({ folder }: TreeFolder, path: string): Promise<string> {
  const found = await lstat(join(folder, path)).catch(() => null);
  return found === null ? '' : `${found.size}/${found.mtimeMs}/${found.ctimeMs}`;
}

async function readKnown({ notes }: TreeFolder): Promise<Readonly<Record<string, string>>> {
  const read = await readNamedText(join(notes, knownFile), knownBytes);
  if (!read.ok || read.value === null) return {};
  try {
    return knownSchema.parse(JSON.parse(read.value));
  } catch {
    return {};
  }
}
