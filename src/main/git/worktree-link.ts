import { existsSync } from 'node:fs';
import { lstat, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { IdSource } from '#shared/lib/ids.ts';
import type { GitClient } from './client.ts';
import { readGitText, worktreeRecords } from './git-text.ts';
import { isReferenced, resolveCommit } from './refs.ts';
import { keepCommit } from './snapshot.ts';
import { notedOwner } from './worktree-owner.ts';

/** What must be true before anything is written through a worktree, and how that is achieved. */
export interface LinkDependencies {
  /** Git in the user's repository. */
  readonly git: GitClient;
  /** Folder that all its worktrees share, symbolic links resolved. */
  readonly commonDirectory: string;
  readonly ids: IdSource;
}

/**
 * The git folder of the worktree at `folder`, or null when the two do not point at each other. An
 * agent can write the `.git` file; one that names another repository's git folder, or the user's own,
 * must not be followed.
 */
export async function soundGitDirectory(
  folder: string,
  commonDirectory: string,
): Promise<string | null> {
  const link = join(folder, '.git');
  const pointer = await readGitText(link);
  if (pointer?.startsWith('gitdir: ') !== true) return null;
  const gitDirectory = resolve(folder, pointer.slice('gitdir: '.length).replace(/\n+$/, ''));
  if (dirname(gitDirectory) !== join(commonDirectory, 'worktrees')) return null;
  if ((await linkOf(gitDirectory)) !== link || (await isHalfMade(gitDirectory))) return null;
  return gitDirectory;
}

/**
 * Mends the worktree at `folder` without deleting anything that is nowhere else: where git still has
 * its record, the `.git` file is written again; what no record belongs to is put aside by renaming.
 * @returns its git folder, or null when there is no worktree at `folder` any more and one can be made
 */
export async function mendWorktree(
  folder: string,
  { git, commonDirectory, ids }: LinkDependencies,
): Promise<string | null> {
  const record = await findRecord(folder, commonDirectory);
  const exists = existsSync(folder);
  if (record !== null && exists && !(await isHalfMade(record))) {
    await putAsideRepository(folder, ids);
    await writeFile(join(folder, '.git'), `gitdir: ${record}\n`);
    return record;
  }
  if (record === null) {
    if (exists) await putAside(folder, ids);
    return null;
  }
  await keepDetached(git, record);
  // What a killed `worktree add` had made came from a commit, all of it.
  await rm(folder, { recursive: true, force: true });
  await git.run(['worktree', 'remove', '--force', '--force', folder]);
  return null;
}

/** Commits that only a worktree's detached HEAD holds would be gone with its record. */
async function keepDetached(git: GitClient, record: string): Promise<void> {
  const head = ((await readGitText(join(record, 'HEAD'))) ?? '').trim();
  const commit = /^[0-9a-f]+$/.test(head) ? await resolveCommit(git, head) : null;
  const owner = await notedOwner(record);
  if (commit === null || owner === null || (await isReferenced(git, commit))) return;
  await keepCommit(git, owner, commit);
}

/** Git's record of the worktree at `folder`, whether its `.git` file is there or not. */
export async function findRecord(folder: string, commonDirectory: string): Promise<string | null> {
  for (const record of await worktreeRecords(commonDirectory)) {
    if ((await linkOf(record)) === join(folder, '.git')) return record;
  }
  return null;
}

/**
 * Completes the records of the worktrees in `worktreesFolder` that a power loss left without the way
 * to the repository: git would refuse nearly everything there, the removal of such a record too. One
 * that is just being made gets what it is about to get anyway.
 */
export async function completeRecords(
  worktreesFolder: string,
  commonDirectory: string,
): Promise<void> {
  for (const record of await worktreeRecords(commonDirectory)) {
    const link = await linkOf(record);
    if (link === null || dirname(dirname(link)) !== worktreesFolder) continue;
    const way = join(record, 'commondir');
    if (((await readGitText(way)) ?? '') === '') await writeFile(way, '../..\n');
  }
}

/** The `.git` file that a record of git names. */
async function linkOf(record: string): Promise<string | null> {
  const text = await readGitText(join(record, 'gitdir'));
  return text === null ? null : resolve(record, text.replace(/\n$/, ''));
}

/** `git worktree add` locks what it makes, with this reason, until it is complete. */
async function isHalfMade(record: string): Promise<boolean> {
  const lock = (await readGitText(join(record, 'locked'))) ?? '';
  return lock.startsWith('initializing') || !existsSync(join(record, 'HEAD'));
}

async function putAside(folder: string, ids: IdSource): Promise<void> {
  try {
    await rmdir(folder);
  } catch {
    await rename(folder, `${folder}-${ids.next('kept')}`);
  }
}

/** An agent that made the worktree a repository of its own keeps it, beside the worktree. */
async function putAsideRepository(folder: string, ids: IdSource): Promise<void> {
  const link = join(folder, '.git');
  const found = await lstat(link).catch(() => null);
  if (found?.isDirectory() === true) await rename(link, `${folder}-git-${ids.next('kept')}`);
  else await rm(link, { force: true });
}
