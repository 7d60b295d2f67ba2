import { link, lstat, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { IdSource } from '#shared/lib/ids.ts';
import { isProcessAlive } from '#main/system/process-identity.ts';
import { holderOf } from '#main/system/lock-holders.ts';
import type { GitError } from './git-error.ts';
import { readGitText } from './git-text.ts';

/** A lock that was taken away because nobody had it any more. */
export interface DeadLock {
  readonly file: string;
  readonly ageMs: number;
}

/** What is known of a lock that keeps a git from its work. */
export type LockLook =
  /** It is not there any more. */
  | { readonly kind: 'gone' }
  /** Nobody has it: it was taken away. */
  | { readonly kind: 'removed'; readonly lock: DeadLock }
  /** Somebody has it, or may have: to be waited for. */
  | { readonly kind: 'taken'; readonly by: string | null };

/** Younger ones may be of a program that is about to open or to rename them. */
const youngMs = 5_000;
/** Where no process can be looked at, only age says something. */
const oldMs = 60_000;

/** Files of a repository that git locks with `<name>.lock` while it writes them. */
const lockable =
  /^(?:packed-refs|HEAD|ORIG_HEAD|FETCH_HEAD|index|config|config\.worktree|shallow)$/;

/** The lock that git says it could not make; null when it says something else. */
export function lockNamed({ stderr }: Pick<GitError, 'stderr'>, folder: string): string | null {
  const taken = /[Uu]nable to create '(.+\.lock)': File exists/.exec(stderr)?.[1];
  if (taken !== undefined) return resolve(folder, taken);
  const config = /could not lock config file (.+?): File exists/.exec(stderr)?.[1];
  return config === undefined ? null : resolve(folder, `${config}.lock`);
}

/** Whether a path is a lock of git's own kind inside of a git directory: one of a ref, or of a file at its top. */
export function isLockOfGit(
  file: string,
  { gitDirectory, treesFolder }: Pick<LockPlaces, 'gitDirectory' | 'treesFolder'>,
): boolean {
  if (!file.endsWith('.lock')) return false;
  if (/^[^/]+\/index\.lock$/.test(nameIn(file, treesFolder) ?? '')) return true;
  const name = nameIn(file, gitDirectory)?.slice(0, -'.lock'.length);
  if (name === undefined) return false;
  const own = name.replace(/^(?:worktrees|modules)\/[^/]+\//, '');
  return own.startsWith('refs/') || lockable.test(own);
}

function nameIn(file: string, folder: string): string | null {
  return file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : null;
}

/** Where a lock may lie that is to be looked at, and whom it may belong to. */
export interface LockPlaces {
  /** The repository's common directory, and the folder of indexes that this program keeps; real paths. */
  readonly gitDirectory: string;
  readonly treesFolder: string;
  /** Folders in which a git of this repository is at work. */
  readonly workFolders: readonly string[];
  readonly ids: IdSource;
}

/**
 * Looks whether a lock is dead: the process that is noted in it has ended; or it is some seconds old, no
 * process has it open, and no git is at work in this repository. Such a lock is taken away, by renaming, so
 * that the one that was looked at goes and no other.
 */
export async function lookAtLock(file: string, places: LockPlaces): Promise<LockLook> {
  const found = await lstat(file).catch(() => null);
  if (found === null) return { kind: 'gone' };
  const place = join(await realpath(dirname(file)), file.slice(dirname(file).length + 1));
  if (!found.isFile() || !isLockOfGit(place, places)) return { kind: 'taken', by: null };
  const ageMs = Math.max(0, Date.now() - found.mtimeMs);
  const noted = await notedOwner(file);
  if (noted !== null && isProcessAlive(noted)) {
    return { kind: 'taken', by: `Switchyard (process ${noted.pid})` };
  }
  if (noted === null) {
    if (ageMs < youngMs) return { kind: 'taken', by: null };
    const holder = await holderOf(place, places.workFolders, found.uid);
    if (holder.kind === 'taken') return { kind: 'taken', by: holder.by };
    if (holder.kind === 'unknown' && ageMs < oldMs) return { kind: 'taken', by: null };
  }
  const removed = await takeAway(place, found.ino, places);
  return removed ? { kind: 'removed', lock: { file: place, ageMs } } : { kind: 'taken', by: null };
}

/** The first words of a lock that this program holds over several steps. */
const ownWords = 'switchyard ';

/** What a lock says that this program makes itself. */
export function ownLockText(owner: {
  readonly pid: number;
  readonly startTime: string | null;
}): string {
  return `${ownWords}${owner.pid} ${owner.startTime ?? ''}\n`;
}

/** Whether a lock is one that a process of this program made which has ended. */
export async function isDeadOwnLock(file: string): Promise<boolean> {
  const noted = await notedOwner(file);
  return noted !== null && !isProcessAlive(noted);
}

/** The process that a lock of this program names; null for one of git. */
async function notedOwner(
  file: string,
): Promise<{ readonly pid: number; readonly startTime: string | null } | null> {
  const text = await readGitText(file);
  const [, pid, startTime] = /^switchyard (\d+) (.*)\n/.exec(text ?? '') ?? [];
  return pid === undefined ? null : { pid: Number(pid), startTime: startTime || null };
}

async function takeAway(
  file: string,
  inode: number,
  { gitDirectory, treesFolder, ids }: LockPlaces,
): Promise<boolean> {
  const home = nameIn(file, gitDirectory) === null ? treesFolder : gitDirectory;
  const aside = join(home, `switchyard-${ids.next('lock')}`);
  try {
    await rename(file, aside);
  } catch {
    return false;
  }
  const moved = await lstat(aside).catch(() => null);
  const isSame = moved?.ino === inode;
  // Another one came in between: it goes back, unless a third is there by now.
  if (!isSame) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
  return isSame;
}
