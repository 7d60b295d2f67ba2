import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError } from '#main/git/git-error.ts';
import { removeFully } from '#main/system/remove-fully.ts';
import { writing } from '#main/git/file-errors.ts';
import { draftPrivateGit, putPrivateGit } from '#main/git/worktrees/private-git.ts';
import { advanceTree, switchTree } from '#main/git/worktrees/tree-folder.ts';
import type { TreeFolder } from '#main/git/worktrees/tree-folder.ts';
import type { FileSeal } from './file-seal.ts';

/**
 * A clean room: a folder that the app alone made, in which no agent has ever worked (SPEC section 6.1). Git in it
 * is the repository's, with an index that lies elsewhere: nothing that a check writes is obeyed.
 */
export interface Room extends TreeFolder {
  /** What its dependencies are made good from, where a command set them up in it. */
  readonly pristine: string;
  /** Whether the app's index is as the app left it. */
  readonly seal: FileSeal;
}

/**
 * Makes sure that the room is a folder of its own: an agent could have put a link in its place.
 * @returns whether it had to be made
 */
export async function openRoom({ folder, notes, indexFile, hidden }: Room): Promise<boolean> {
  const found = await lstat(folder).catch(() => null);
  if (found?.isDirectory() === true) return false;
  hidden.forget();
  await writing(folder, async () => {
    await mkdir(notes, { recursive: true });
    await rm(indexFile, { force: true });
    if (found !== null) await rm(folder, { force: true });
    await mkdir(folder, { recursive: true });
  });
  return true;
}

/**
 * Makes the room show exactly the tree: each of its files is looked at and written again where it is not as it
 * should be, and all else goes, but for `kept`. A tree that cannot be shown so is tried once in an empty room.
 * @returns whether the room had to be emptied, with all that was kept in it
 * @throws {GitError} when even that does not help
 */
export async function showTree(
  room: Room,
  tree: string,
  kept: readonly string[],
): Promise<'shown' | 'emptied'> {
  try {
    await show(room, tree, kept);
    return 'shown';
  } catch (error) {
    if (!(error instanceof GitError) || isHopeless(error)) throw error;
    await emptyRoom(room);
    await show(room, tree, []);
    return 'emptied';
  }
}

async function show(room: Room, tree: string, kept: readonly string[]): Promise<void> {
  const isTrusted = await distrustIndex(room);
  // First, because git looks at a tracked file through a link that a check has put in the place of its folder. Where
  // no folder has other names than when the room was left to the check, there is nothing to remove.
  const isBare = isTrusted && (await room.hidden.isAsShown(kept));
  if (!isBare) await removeOthers(room, kept);
  await restoreTracked(room, tree);
  await emptySubmodules(room, kept);
  await room.hidden.noteShown(kept);
}

/**
 * Makes a room show another tree that shows one already, and in which nothing has run since: only what differs between
 * the two is looked at. False, with the room in no state to be used, when it does not look as it was left.
 */
export async function showNext(
  room: Room,
  { from, to }: { readonly from: string; readonly to: string },
  kept: readonly string[],
): Promise<boolean> {
  if (!(await distrustIndex(room)) || !(await room.hidden.isAsShown(kept))) return false;
  if (from === to) return true;
  if (!(await advanceTree(room, to))) return false;
  await room.seal.set();
  await emptySubmodules(room, kept);
  await room.hidden.noteShown(kept);
  return true;
}

/** Puts the files of the tree right, whatever was done to them; what stands beside them stays. */
export async function restoreTracked(room: Room, tree: string): Promise<void> {
  await distrustIndex(room);
  await switchTree(room, tree);
  await room.seal.set();
}

/**
 * Without an index git writes every file again. One that somebody else has written could hide what they changed.
 * @returns whether there is one that the app has written
 */
async function distrustIndex({ indexFile, notes, seal }: Room): Promise<boolean> {
  if (!(await seal.isBroken())) return existsSync(indexFile);
  await writing(notes, async () => rm(indexFile, { force: true }));
  return false;
}

/**
 * Gives the room a git directory of its own, written again for each check: a check can ask git for its commit, and what
 * it does there reaches nobody.
 */
export async function writeRoomGit(room: Room, commit: string): Promise<void> {
  await draftRoomGit(room, commit);
  await putRoomGit(room);
}

/** The first half of {@link writeRoomGit}, which may be done while the tree is being shown. */
export async function draftRoomGit({ folder, borrowed }: Room, commit: string): Promise<void> {
  const [source, refs] = await Promise.all([borrowed.read(), borrowed.refs(commit, [])]);
  const view = { commit, branch: null, refs };
  await writing(folder, () => draftPrivateGit(folder, source, view));
}

/** The second half of {@link writeRoomGit}. */
export async function putRoomGit({ folder, indexFile }: Room): Promise<void> {
  await writing(folder, () => putPrivateGit(folder, indexFile));
}

/** Removes all that is not in the index, ignored or not; other repositories too. */
export async function removeOthers({ git, hidden }: Room, kept: readonly string[]): Promise<void> {
  const excluded = kept.flatMap((path) => ['-e', `/${asPattern(path)}`]);
  await Promise.all([git.run(['clean', '-ffdxq', ...excluded]), hidden.remove(kept)]);
}

/** Folders of the tree's submodules. */
export async function submodulesOf({ git, folder }: Room): Promise<readonly string[]> {
  if (!existsSync(join(folder, '.gitmodules'))) return [];
  const listed = (await git.run(['ls-files', '-s', '-z'])).stdout.split('\0');
  return listed
    .filter((entry) => entry.startsWith('160000 '))
    .map((entry) => entry.slice(entry.indexOf('\t') + 1));
}

/** A check sees a submodule as a plain clone does: an empty folder, whatever the last one left there. */
async function emptySubmodules(room: Room, kept: readonly string[]): Promise<void> {
  for (const path of await submodulesOf(room)) {
    if (kept.includes(path)) continue;
    const folder = join(room.folder, path);
    const names = await readdir(folder).catch(() => []);
    for (const name of names) await removeFully(join(folder, name));
  }
}

/** Takes everything out of the room, also what may not be removed as it is. */
export async function emptyRoom({ folder, indexFile, hidden }: Room): Promise<void> {
  hidden.forget();
  await writing(folder, async () => {
    await rm(indexFile, { force: true });
    const aside = `${folder}.gone`;
    await removeFully(aside);
    await rename(folder, aside);
    await mkdir(folder, { recursive: true, mode: 0o755 });
    await removeFully(aside);
  });
}

/** A path as a pattern of git that matches this path only. */
function asPattern(path: string): string {
  return path.replace(/\/+$/, '').replaceAll(/[\\*?[\]!#]/g, String.raw`\$&`);
}

/** What an empty room would not cure either. */
function isHopeless({ kind }: GitError): boolean {
  return kind === 'disk-full' || kind === 'ended';
}
