import { constants } from 'node:fs';
import { cp, glob, lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { carriedFilesProblem } from '#shared/core/paths/carried-files.ts';
import type { CarriedFiles } from '#shared/core/paths/carried-files.ts';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { copyFileInto, moveInto } from '#main/system/copy-into.ts';
import { currentStop } from '#main/system/stop-context.ts';
import type { GitClient } from './client.ts';
import { writing } from './file-errors.ts';
import { GitError } from './git-error.ts';

/** Where a clone grows until it is complete: beside the worktree, out of sight of git and agents. */
export function partialClone(worktree: string): string {
  return `${worktree}.partial`;
}

/**
 * Copies ignored-but-needed files and clones dependency folders from `root` into `worktree`. Only what
 * git ignores in both is taken: a worktree stays equal to its commit, and a secret that only the
 * user's branch ignores never gets into a task's work. Existing clones are kept. Nothing is written through a link
 * in the worktree. Resolves to the files that were copied.
 * @throws {FailureError} when the worktree cannot be written
 */
export async function carryFiles(
  git: GitClient,
  root: string,
  worktree: string,
  files: CarriedFiles,
): Promise<Result<readonly string[], Failure>> {
  const problem = carriedFilesProblem(files);
  if (problem !== null) return err(problem);
  const places = [git.at(root), git.at(worktree)];
  const folders = files.clone.map((folder) => folder.replace(/\/+$/, ''));
  const matched = await matchingFiles(root, files.copy, folders);
  const copied: string[] = [];
  for (const path of await ignoredOnly(places, matched)) {
    const isCopied = await writing(join(worktree, path), () => copyFileInto(root, worktree, path));
    if (isCopied) copied.push(path);
  }
  // Git knows a folder that is not there yet by its slash.
  const slashed = folders.map((folder) => `${folder}/`);
  for (const folder of await ignoredOnly(places, slashed)) {
    const name = folder.slice(0, -1);
    await writing(join(worktree, name), () => cloneFolder(root, worktree, name));
  }
  return ok(copied);
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

/** Those of the paths that git ignores in every place. */
async function ignoredOnly(
  places: readonly GitClient[],
  paths: readonly string[],
): Promise<readonly string[]> {
  let ignored = paths;
  for (const git of places) ignored = await ignoredIn(git, ignored);
  return ignored;
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

async function cloneFolder(root: string, worktree: string, folder: string): Promise<void> {
  const from = join(root, folder);
  const to = join(worktree, folder);
  const source = await lstat(from).catch(() => null);
  if (source?.isDirectory() !== true || (await lstat(to).catch(() => null)) !== null) return;
  const partial = partialClone(worktree);
  try {
    await rm(partial, { recursive: true, force: true });
    await cloneInto(from, partial);
    await moveInto(partial, worktree, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function cloneInto(from: string, to: string): Promise<void> {
  const mode = constants.COPYFILE_FICLONE;
  const options = { recursive: true, verbatimSymlinks: true, mode, force: true };
  const goesOn = (): true => {
    if (currentStop()?.aborted !== true) return true;
    const message = `The copying of ${from} was stopped.`;
    throw new FailureError(failure('stopped', message, 'Run the task again.'));
  };
  try {
    await cp(from, to, { ...options, filter: goesOn });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^ERR_FS_CP_(FIFO_PIPE|SOCKET|UNKNOWN)$/.test(code)) throw error;
    // Sockets and pipes belong to a process that runs there, not to the dependencies.
    const filter = async (path: string): Promise<boolean> => {
      const stat = await lstat(path);
      return goesOn() && (stat.isFile() || stat.isDirectory() || stat.isSymbolicLink());
    };
    await cp(from, to, { ...options, filter });
  }
}
