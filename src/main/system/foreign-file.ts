import { constants } from 'node:fs';
import type { BigIntStats, Stats } from 'node:fs';
import { lstat, open, opendir, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import {
  guardedFlags,
  isMissing,
  pathParts,
  pinFolder,
  unreadableBecause,
} from './pinned-folder.ts';
import type { PinnedFolder, Unreadable } from './pinned-folder.ts';

/*
 * The one place where the app opens what somebody else may have written: an agent, a check, a repository
 * (SPEC section 14). Nothing here waits for a writer, follows a link, or reads without a bound.
 */

/** What is asked of a file. */
export interface ForeignLimits {
  readonly maximumBytes: number;
  /**
   * `none`: no link is followed. `inside`: one that stays below the root, and out of git's own folder, is;
   * what it leads to is then opened like any other. Left out: `none`.
   */
  readonly links?: 'none' | 'inside';
}

/** A file as it was read, all at once. */
export interface ForeignFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
  /** Where it stands: parts below the root, links resolved. */
  readonly parts: readonly string[];
}

/**
 * Reads the regular file at `file` below `root`, a folder that the person trusts. Null when nothing is there.
 * No link is followed on the way or at the end, nothing is waited for, and no more than
 * `maximumBytes` are read, also of a file that grows meanwhile.
 */
export async function readForeignFile(
  root: string,
  file: string,
  limits: ForeignLimits,
): Promise<Result<ForeignFile | null, Unreadable>> {
  const parts = pathParts(file);
  const plain = await readParts(root, parts, limits.maximumBytes);
  if (plain.ok || plain.error.kind !== 'link' || limits.links !== 'inside') return plain;
  const place = await findForeign(root, file, 'inside');
  if (!place.ok || place.value === null) return place.ok ? ok(null) : place;
  return readParts(root, place.value, limits.maximumBytes);
}

async function readParts(
  root: string,
  parts: readonly string[],
  maximumBytes: number,
): Promise<Result<ForeignFile | null, Unreadable>> {
  const opened = await openParts(root, parts);
  if (!opened.ok || opened.value === null) return opened.ok ? ok(null) : opened;
  const handle = opened.value;
  try {
    const { mode, size } = await handle.stat();
    const bytes = await readUpTo(handle, size, maximumBytes);
    if (bytes === null) return err(tooLarge(maximumBytes));
    return ok({ bytes, mode: mode & 0o7777, parts });
  } catch (error) {
    return err(unreadableBecause(error));
  } finally {
    await handle.close();
  }
}

/** Like {@link readForeignFile}, as UTF-8 text; a byte order mark stays. */
export async function readForeignText(
  root: string,
  file: string,
  limits: ForeignLimits,
): Promise<Result<(ForeignFile & { readonly text: string }) | null, Unreadable>> {
  const read = await readForeignFile(root, file, limits);
  if (!read.ok || read.value === null) return read.ok ? ok(null) : read;
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return ok({ ...read.value, text: decoder.decode(read.value.bytes) });
  } catch {
    return err({ kind: 'not-utf8', reason: 'it is not UTF-8 text' });
  }
}

/**
 * The text of one file that a person or the app names by its path: its folder is trusted, the file is not.
 */
export async function readNamedText(
  path: string,
  maximumBytes: number,
): Promise<Result<string | null, Unreadable>> {
  const read = await readForeignText(dirname(path), basename(path), { maximumBytes });
  return read.ok ? ok(read.value?.text ?? null) : read;
}

/**
 * Opens the regular file at `file` below `root` for reading at places of one's own choosing, such as the end of
 * a long output. Null when nothing is there. Whoever calls it closes the handle.
 */
export async function openForeignFile(
  root: string,
  file: string,
): Promise<Result<FileHandle | null, Unreadable>> {
  return openParts(root, pathParts(file));
}

/** The names in a folder. */
export interface ForeignListing {
  /** Sorted by UTF-16 code units. */
  readonly names: readonly string[];
  /** How many names were passed over because they are not UTF-8. */
  readonly unnameable: number;
}

/** Lists the folder at `folder` below `root`; one with more than `maximumEntries` is refused. */
export async function listForeignFolder(
  root: string,
  folder: string,
  { maximumEntries, links }: { readonly maximumEntries: number } & Pick<ForeignLimits, 'links'>,
): Promise<Result<ForeignListing | null, Unreadable>> {
  const place = await findForeign(root, folder, links ?? 'none');
  if (!place.ok || place.value === null) return place.ok ? ok(null) : place;
  const pinned = await pinFolder(root, place.value);
  if (!pinned.ok) return pinned;
  if (pinned.value === null) return nothingOrNoFolder(root, place.value);
  await using handle = pinned.value;
  try {
    const names: string[] = [];
    let unnameable = 0;
    for await (const { name } of await opendir(handle.path, { bufferSize: 512 })) {
      if (names.length + unnameable >= maximumEntries) {
        return err({ kind: 'too-large', reason: `it holds more than ${maximumEntries} names` });
      }
      // What was no UTF-8 has this character in its place, and could not be opened by this name.
      if (name.includes('\uFFFD')) unnameable += 1;
      else names.push(name);
    }
    return ok({ names: names.sort(), unnameable });
  } catch (error) {
    return isMissing(error) ? ok(null) : err(unreadableBecause(error));
  }
}

/** The failure for a folder that cannot be opened as one: nothing is there, or something else is. */
async function nothingOrNoFolder(
  root: string,
  parts: readonly string[],
): Promise<Result<null, Unreadable>> {
  const above = await pinFolder(root, parts.slice(0, -1));
  if (!above.ok || above.value === null) return ok(null);
  await using handle = above.value;
  const found = await lstat(join(handle.path, parts.at(-1) ?? '')).catch(() => null);
  return found === null ? ok(null) : err({ kind: 'not-regular', reason: 'it is no folder' });
}

/**
 * The parts, below `root`, of the place that `path` leads to, links resolved where `links` allows them. Null
 * when nothing is there. What leads out of `root`, or by a link into git's folder, is refused.
 */
export async function findForeign(
  root: string,
  path: string,
  links: 'none' | 'inside',
): Promise<Result<readonly string[] | null, Unreadable>> {
  const parts = pathParts(path);
  if (parts.includes('..')) return err({ kind: 'outside', reason: 'it leads out with ".."' });
  if (links === 'none') return ok(parts);
  try {
    const base = await realpath(root);
    const inner = relative(base, await realpath(join(base, ...parts)));
    if (inner === '..' || inner.startsWith(`..${sep}`) || isAbsolute(inner)) {
      const reason = 'it is a symbolic link that leads out of the repository';
      return err({ kind: 'outside', reason });
    }
    const real = pathParts(inner);
    const intoGit = (some: readonly string[]): boolean =>
      some.some((part) => part.toLowerCase() === '.git');
    if (intoGit(real) && !intoGit(parts)) {
      return err({ kind: 'outside', reason: "it is a symbolic link into git's own folder" });
    }
    return ok(real);
  } catch (error) {
    return isMissing(error) ? ok(null) : err(unreadableBecause(error));
  }
}

/** A failure that names the file and the reason. */
export function foreignFailure(file: string, { kind, reason }: Unreadable): Failure {
  switch (kind) {
    case 'outside':
      return failure(
        'path-outside',
        `"${file}" is not read: ${reason}.`,
        'Keep such files inside the repository, and name them without a link that leads out.',
        { file },
      );
    case 'not-utf8':
      return failure('not-utf8', `"${file}" is not UTF-8 text.`, 'Save it as UTF-8.', { file });
    case 'link':
    case 'not-regular':
    case 'too-large':
    case 'denied':
    case 'other':
      return failure(
        'file-unreadable',
        `"${file}" cannot be read: ${reason}.`,
        'Put a regular file of usual size there, and let it be read.',
        { file },
      );
    default:
      return assertNever(kind, 'reason');
  }
}

function tooLarge(maximumBytes: number): Unreadable {
  const limit =
    maximumBytes >= 1024 ** 2
      ? `${maximumBytes / 1024 ** 2} MiB`
      : maximumBytes >= 1024
        ? `${maximumBytes / 1024} KiB`
        : `${maximumBytes} bytes`;
  return { kind: 'too-large', reason: `it is larger than ${limit}` };
}

async function openParts(
  root: string,
  parts: readonly string[],
): Promise<Result<FileHandle | null, Unreadable>> {
  const name = parts.at(-1);
  if (name === undefined) return err({ kind: 'not-regular', reason: 'it is a folder' });
  const folder = await pinFolder(root, parts.slice(0, -1));
  if (!folder.ok || folder.value === null) return folder.ok ? ok(null) : folder;
  await using handle = folder.value;
  // Awaited here: the folder must stay open until the file is open.
  return await openIn(handle, name);
}

/** Opens a regular file of a pinned folder. */
export async function openIn(
  folder: PinnedFolder,
  name: string,
): Promise<Result<FileHandle | null, Unreadable>> {
  const path = join(folder.path, name);
  try {
    // A device may do something when it is opened, so it is asked what it is before, and again after.
    const before = kindProblem(await lstat(path));
    if (before !== null) return err(before);
    const handle = await open(path, constants.O_RDONLY | guardedFlags);
    const problem = kindProblem(await handle.stat());
    if (problem === null) return ok(handle);
    await handle.close();
    return err(problem);
  } catch (error) {
    return isMissing(error) ? ok(null) : err(unreadableBecause(error));
  }
}

function kindProblem(found: Stats | BigIntStats): Unreadable | null {
  if (found.isFile()) return null;
  if (found.isSymbolicLink()) return { kind: 'link', reason: 'it is a symbolic link' };
  const what = found.isDirectory()
    ? 'a folder'
    : found.isFIFO()
      ? 'a named pipe'
      : found.isSocket()
        ? 'a socket'
        : 'a device';
  return { kind: 'not-regular', reason: `it is ${what}` };
}

/** What the file holds, or null when that is more than `maximum`; its size is only where to begin. */
async function readUpTo(handle: FileHandle, size: number, maximum: number): Promise<Buffer | null> {
  if (size > maximum) return null;
  // One byte more shows whether there is more.
  let buffer = Buffer.allocUnsafe(size + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    if (bytesRead === 0) return buffer.subarray(0, length);
    length += bytesRead;
    if (length > maximum) return null;
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, maximum) + 1);
    }
  }
}
