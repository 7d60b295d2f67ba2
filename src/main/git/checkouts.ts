import { existsSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { GitClient } from './client.ts';
import { readGitText, worktreeRecords } from './git-text.ts';
import { treeChanges } from './commits.ts';
import { worktreeStatus } from './worktree-status.ts';

/** A place where the user has a branch checked out. */
export interface Checkout {
  readonly folder: string;
  /** Where its HEAD and its index are. */
  readonly gitDirectory: string;
  /** Whether nothing keeps it from being brought along. */
  readonly clean: boolean;
  /** What does, to be read after "checked out with"; null when clean. */
  readonly problem: string | null;
}

/** Two commits between which a checkout is to be moved. */
export interface Move {
  readonly before: string;
  readonly after: string;
}

/**
 * Where `branchRef` (full name) is checked out, or null. Reads the HEAD files of the worktrees, which
 * is free, and asks git only about a hit. A branch that is being rebased counts as checked out. With
 * the intended move as argument, files in its way count against the checkout.
 */
export async function findCheckout(
  git: GitClient,
  commonDirectory: string,
  branchRef: string,
  move: Move | null = null,
): Promise<Checkout | null> {
  if (await hasCheckedOut(commonDirectory, branchRef)) {
    const folder = await mainFolder(git, commonDirectory);
    if (folder !== null) return describe(git.at(folder), commonDirectory, move);
  }
  for (const own of await worktreeRecords(commonDirectory)) {
    if (!(await hasCheckedOut(own, branchRef))) continue;
    const link = await readText(join(own, 'gitdir'));
    const folder = link === null ? null : dirname(resolve(own, link));
    // One that was deleted by hand shows nothing that could be brought along.
    if (folder !== null && existsSync(join(folder, '.git'))) {
      return describe(git.at(folder), own, move);
    }
  }
  return null;
}

/** A file where the move puts a new one. Git would overwrite it, if it ignores it. */
export async function fileInTheWay(
  git: GitClient,
  { before, after }: Move,
): Promise<string | null> {
  for (const { path, status } of await treeChanges(git, before, after)) {
    if (status === 'added' && (await isTaken(git.folder, path))) return path;
  }
  return null;
}

async function isTaken(folder: string, path: string): Promise<boolean> {
  try {
    await lstat(join(folder, path));
    return true;
  } catch (error) {
    // ENOTDIR: a file stands where a folder is to be.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

/** Whether HEAD of this git folder is the branch, or a rebase will make it so at its end. */
async function hasCheckedOut(gitDirectory: string, branchRef: string): Promise<boolean> {
  const head = await readText(join(gitDirectory, 'HEAD'));
  if (head === null || head.startsWith('ref: ')) return head === `ref: ${branchRef}`;
  for (const operation of ['rebase-merge', 'rebase-apply']) {
    const name = await readText(join(gitDirectory, operation, 'head-name'));
    if (name === branchRef) return true;
  }
  return false;
}

/** The working tree of the main git folder; null when it has none, or none that is known. */
async function mainFolder(git: GitClient, commonDirectory: string): Promise<string | null> {
  const { stdout } = await git.run(
    ['config', '--file', join(commonDirectory, 'config'), '-z', '--get-regexp', settings],
    { allowedExitCodes: [1] },
  );
  for (const entry of stdout.split('\0')) {
    const cut = entry.indexOf('\n');
    const [name, value] = [entry.slice(0, cut), entry.slice(cut + 1)];
    if (name === 'core.bare' && value === 'true') return null;
    // A submodule, or a git folder that `git init` was asked to put elsewhere.
    if (name === 'core.worktree') return resolve(commonDirectory, value);
  }
  if (basename(commonDirectory) === '.git') return dirname(commonDirectory);
  // Such as a clone with `--separate-git-dir`: only the working tree knows of the git folder.
  const own = await git.text(['rev-parse', '--absolute-git-dir']);
  return (await realpath(own)) === commonDirectory ? git.folder : null;
}

const settings = String.raw`^core\.(bare|worktree)$`;

/** Files that git keeps while an operation of the user is under way. */
const operations = [
  'rebase-merge',
  'rebase-apply',
  'MERGE_HEAD',
  'CHERRY_PICK_HEAD',
  'REVERT_HEAD',
];

async function describe(
  git: GitClient,
  gitDirectory: string,
  move: Move | null,
): Promise<Checkout> {
  const problem = await problemOf(git, gitDirectory, move);
  return { folder: git.folder, gitDirectory, clean: problem === null, problem };
}

async function problemOf(
  git: GitClient,
  gitDirectory: string,
  move: Move | null,
): Promise<string | null> {
  if (operations.some((name) => existsSync(join(gitDirectory, name)))) {
    return 'a merge or rebase under way';
  }
  if (!(await worktreeStatus(git)).clean) return 'uncommitted changes';
  const obstacle = move === null ? null : await fileInTheWay(git, move);
  return obstacle === null ? null : `the file ${obstacle} in the way`;
}

async function readText(file: string): Promise<string | null> {
  const text = await readGitText(file);
  return text?.replace(/\n$/, '') ?? null;
}
