import { constants } from 'node:fs';
import { copyFile, cp, glob, lstat, mkdir } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { GitClient } from './client.ts';

/** What a fresh worktree gets from the user's checkout beside what git tracks (SPEC section 7.2). */
export interface CarriedFiles {
  /** Patterns of ignored files to copy, e.g. `.env*`, relative to the root. */
  readonly copy: readonly string[];
  /** Folders to clone copy-on-write where the file system can, e.g. `node_modules`. */
  readonly clone: readonly string[];
}

/** Says which pattern or folder would reach outside the repository; null when none does. */
export function carriedFilesProblem(files: CarriedFiles): Failure | null {
  const bad = [...files.copy, ...files.clone].find(
    (entry) => isAbsolute(entry) || entry.split(/[\\/]/).includes('..'),
  );
  if (bad === undefined) return null;
  return failure(
    'path-outside-repository',
    `The worktree setting "${bad}" reaches outside the repository.`,
    'Use paths below the repository in worktree.copy and worktree.clone.',
  );
}

/**
 * Copies ignored-but-needed files and clones dependency folders from `root` into `worktree`. Only
 * what git ignores is taken, so that a worktree stays equal to its commit. Existing clones are kept.
 */
export async function carryFiles(
  git: GitClient,
  root: string,
  worktree: string,
  files: CarriedFiles,
): Promise<Result<void, Failure>> {
  const problem = carriedFilesProblem(files);
  if (problem !== null) return err(problem);
  const matched: string[] = [];
  const skipped = new Set(['.git', 'node_modules', ...files.clone]);
  const options = { cwd: root, exclude: (name: string) => skipped.has(name) };
  for await (const path of glob([...files.copy], options)) matched.push(path);
  for (const path of await ignoredOnly(git, matched)) {
    const stat = await lstat(join(root, path));
    if (!stat.isFile()) continue;
    await mkdir(dirname(join(worktree, path)), { recursive: true });
    await copyFile(join(root, path), join(worktree, path), constants.COPYFILE_FICLONE);
  }
  for (const folder of await ignoredOnly(git, files.clone))
    await cloneFolder(root, worktree, folder);
  return ok(undefined);
}

async function ignoredOnly(git: GitClient, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { stdout } = await git.run(['check-ignore', '-z', '--stdin'], {
    input: paths.map((path) => `${path}\0`).join(''),
    allowedExitCodes: [1],
  });
  return stdout.split('\0').filter((path) => path !== '');
}

async function cloneFolder(root: string, worktree: string, folder: string): Promise<void> {
  const from = join(root, folder);
  const to = join(worktree, folder);
  const exists = async (path: string): Promise<boolean> =>
    (await lstat(path).catch(() => null))?.isDirectory() ?? false;
  if (!(await exists(from)) || (await exists(to))) return;
  await cp(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    errorOnExist: false,
  });
}
