import { glob, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { carriedFilesProblem } from '#shared/core/paths/carried-files.ts';
import type { CarriedFiles } from '#shared/core/paths/carried-files.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { cloneFolder } from '#main/system/clone-folder.ts';
import { copyFileInto, moveInto } from '#main/system/copy-into.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import type { GitClient } from './client.ts';
import { writing } from './file-errors.ts';
import { GitError } from './git-error.ts';

/** Where a clone grows until it is complete: beside the worktree, out of sight of git and agents. */
export function partialClone(worktree: string): string {
  return `${worktree}.partial`;
}

/** What of a checkout a worktree may get: files and folders that git ignores there. */
export interface Carried {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * The ignored-but-needed files and the dependency folders of a checkout that the settings name, as far as they are
 * there. Only what git ignores is taken: a worktree stays equal to its commit.
 */
export async function carriedFrom(
  git: GitClient,
  root: string,
  settings: CarriedFiles,
): Promise<Carried> {
  const problem = carriedFilesProblem(settings);
  if (problem !== null) throw new FailureError(problem);
  const named = [...new Set(settings.clone.map((folder) => folder.replace(/\/+$/, '')))];
  const files = await matchingFiles(root, settings.copy, named);
  const folders: string[] = [];
  for (const folder of named) if (await isFolder(join(root, folder))) folders.push(folder);
  return ignoredOf(git.at(root), { files, folders });
}

/** Those that git ignores here too: a secret that only the person's branch ignores never gets into a task's work. */
export async function ignoredOf(git: GitClient, carried: Carried): Promise<Carried> {
  // Git knows a folder that is not there yet by its slash.
  const asked = [...carried.files, ...carried.folders.map((folder) => `${folder}/`)];
  const ignored = new Set(await ignoredIn(git, asked));
  return {
    files: carried.files.filter((path) => ignored.has(path)),
    folders: carried.folders.filter((folder) => ignored.has(`${folder}/`)),
  };
}

/** Copies of what was carried from the checkout, from which worktrees get theirs. */
export interface CarriedCopy extends Carried {
  /** Folder that has the folders; null where there are none. */
  readonly content: string | null;
  /** Folder that has the files; null where there are none. */
  readonly filesFolder: string | null;
}

/**
 * Puts copied files and dependency folders into a worktree, as far as git ignores them there. Folders that it has
 * already are kept. Nothing is written through a link in the worktree. Resolves to the files that were copied.
 * @throws {FailureError} when the worktree cannot be written
 */
export async function carryFiles(
  git: GitClient,
  copy: CarriedCopy,
  worktree: string,
): Promise<readonly string[]> {
  const { files, folders } = await ignoredOf(git, copy);
  const copied: string[] = [];
  for (const path of files) {
    const from = copy.filesFolder ?? '';
    const isCopied = await writing(join(worktree, path), () => copyFileInto(from, worktree, path));
    if (isCopied) copied.push(path);
  }
  for (const name of folders) {
    await writing(join(worktree, name), () => putFolder(copy.content ?? '', worktree, name));
  }
  return copied;
}

async function isFolder(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isDirectory() === true;
}

async function matchingFiles(
  root: string,
  patterns: readonly string[],
  folders: readonly string[],
): Promise<readonly string[]> {
  const skipped = new Set(['.git', 'node_modules', ...folders]);
  const options = { cwd: root, exclude: (name: string) => skipped.has(name) };
  const matched = new Set<string>();
  for await (const path of glob([...patterns], options)) {
    const stat = await lstat(join(root, path)).catch(() => null);
    if (stat?.isFile() === true) matched.add(path);
  }
  return [...matched];
}

async function ignoredIn(git: GitClient, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const input = paths.map((path) => `${path}\0`).join('');
  try {
    const asked = await git.run(['check-ignore', '-z', '--stdin'], {
      input,
      allowedExitCodes: [1],
    });
    return asked.stdout.split('\0').filter((path) => path !== '');
  } catch (error) {
    // Git gives no answer at all when one path lies outside: in a submodule, behind a symbolic link.
    if (!(error instanceof GitError) || error.kind !== 'other') throw error;
    if (paths.length === 1) return [];
    const middle = Math.ceil(paths.length / 2);
    const halves = [paths.slice(0, middle), paths.slice(middle)];
    return [...(await ignoredIn(git, halves[0] ?? [])), ...(await ignoredIn(git, halves[1] ?? []))];
  }
}

/** Clones a folder into a worktree that has none of that name: beside it first, so that no half one is seen. */
async function putFolder(root: string, worktree: string, folder: string): Promise<void> {
  const from = join(root, folder);
  const to = join(worktree, folder);
  if (!(await isFolder(from)) || (await lstat(to).catch(() => null)) !== null) return;
  const partial = partialClone(worktree);
  try {
    await removeFully(partial);
    await cloneFolder(from, partial);
    await moveInto(partial, worktree, folder);
  } finally {
    await removeFully(partial);
  }
}
