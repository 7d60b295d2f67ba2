import { constants, existsSync } from 'node:fs';
import { lstat, mkdir, open, realpath } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/** Why something that is there is not read or written; `reason` goes on after "because". */
export interface Unreadable {
  readonly kind: 'link' | 'outside' | 'not-regular' | 'too-large' | 'not-utf8' | 'denied' | 'other';
  readonly reason: string;
  /** What the system answered. */
  readonly cause?: unknown;
}

/** Linux: a handle that names a place and reads nothing; not among Node's constants. */
const pathOnly = 0o10000000;
/** macOS: no link in any part of the path; not among Node's constants. */
const noLinkAnywhere = 0x20000000;
/** Far deeper than anything that is read; a path that is longer would only cost time. */
const deepestPath = 200;

const descriptors = '/proc/self/fd';
/** Whether what is open has a path of its own here, that leads to it whatever becomes of its name. */
export const canPin = process.platform === 'linux' && existsSync(descriptors);

/** Flags that every opening of something foreign has: no link at the end, and no waiting. */
export const guardedFlags =
  constants.O_NONBLOCK | (process.platform === 'darwin' ? noLinkAnywhere : constants.O_NOFOLLOW);

/** The `code` of a system error (`ENOENT`, …), or its message when it has none. */
export function errorCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

/** Whether a system error says that nothing is there. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}

/** What a system error means for whoever wanted to read. */
export function unreadableBecause(error: unknown): Unreadable {
  const code = errorCode(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return { kind: 'denied', reason: 'there is no permission to read it', cause: error };
    case 'ELOOP':
      return { kind: 'link', reason: 'it is a symbolic link' };
    default:
      return { kind: 'other', reason: `the system answers ${code}`, cause: error };
  }
}

/** The path of something that is open, where {@link canPin}; only this process can use it. */
export function pinnedPath(handle: FileHandle): string {
  return join(descriptors, String(handle.fd));
}

/** The parts of a relative path, as this system separates them. */
export function pathParts(path: string): readonly string[] {
  return path.split(sep === '\\' ? /[\\/]/ : '/').filter((part) => part !== '' && part !== '.');
}

/**
 * An open handle of a folder, so that what is done below {@link path} happens in this very folder, whatever
 * is put in its place or in the place of a folder above it meanwhile. Where the system cannot do that
 * (it can on Linux), the path is the real one as it was found.
 */
export class PinnedFolder implements AsyncDisposable {
  /** For calls of `node:fs` with one more name behind it. Never for messages. */
  readonly path: string;
  readonly #handle: FileHandle | null;

  constructor(path: string, handle: FileHandle | null) {
    this.path = handle === null ? path : pinnedPath(handle);
    this.#handle = handle;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle?.close();
  }
}

/**
 * Opens the folder `parts` below `root`, no link followed on the way; `root` itself is trusted, and may be
 * one. Null when it is not there. Whoever calls it disposes of it.
 */
export async function pinFolder(
  root: string,
  parts: readonly string[],
): Promise<Result<PinnedFolder | null, Unreadable>> {
  if (parts.includes('..')) return err({ kind: 'outside', reason: 'it leads out with ".."' });
  if (parts.length > deepestPath) return err({ kind: 'other', reason: 'its path is too deep' });
  try {
    return canPin ? await walk(root, parts) : await lookAt(await realpath(root), parts);
  } catch (error) {
    return isMissing(error) ? ok(null) : err(unreadableBecause(error));
  }
}

/** Like {@link pinFolder}; folders that are missing are made, the root with what is above it too. */
export async function makeFolder(
  root: string,
  parts: readonly string[],
): Promise<Result<PinnedFolder, Unreadable>> {
  try {
    await mkdir(root, { recursive: true });
    for (let depth = 0; depth < parts.length; depth += 1) {
      const above = await pinFolder(root, parts.slice(0, depth));
      if (!above.ok) return above;
      if (above.value === null) return err(notThere);
      await using handle = above.value;
      await mkdir(join(handle.path, parts[depth] ?? '')).catch((error: unknown) => {
        if (errorCode(error) !== 'EEXIST') throw error;
      });
    }
  } catch (error) {
    return err(unreadableBecause(error));
  }
  const made = await pinFolder(root, parts);
  if (!made.ok) return made;
  return made.value === null ? err(notThere) : ok(made.value);
}

const notThere: Unreadable = { kind: 'other', reason: 'its folder is no folder' };

/** Each folder is opened in the one before it, so that nothing can be exchanged behind. */
async function walk(
  root: string,
  parts: readonly string[],
): Promise<Result<PinnedFolder | null, Unreadable>> {
  const flags = pathOnly | constants.O_DIRECTORY;
  let handle = await open(root, flags);
  for (const part of parts) {
    const inner = join(descriptors, String(handle.fd), part);
    try {
      const next = await open(inner, flags | constants.O_NOFOLLOW);
      await handle.close();
      handle = next;
    } catch (error) {
      const isLink = (await lstat(inner).catch(() => null))?.isSymbolicLink() === true;
      await handle.close();
      if (isLink) return err({ kind: 'link', reason: `"${part}" is a symbolic link` });
      throw error;
    }
  }
  return ok(new PinnedFolder('', handle));
}

async function lookAt(
  root: string,
  parts: readonly string[],
): Promise<Result<PinnedFolder | null, Unreadable>> {
  let path = root;
  for (const part of parts) {
    path = join(path, part);
    const found = await lstat(path);
    if (found.isSymbolicLink())
      return err({ kind: 'link', reason: `"${part}" is a symbolic link` });
    if (!found.isDirectory()) return ok(null);
  }
  return ok(new PinnedFolder(path, null));
}
