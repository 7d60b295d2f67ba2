import { constants } from 'node:fs';
import { open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { guardedFlags } from './pinned-folder.ts';

/** Entries that are looked at in one search, and folders below one another. */
const mostEntries = 500_000;
const deepestFolder = 200;

/**
 * The named pipes below `folder` whose names `isMeant` accepts; no link is followed. A program that opens one to
 * read waits until somebody opens it to write.
 */
export async function findPipes(
  folder: string,
  isMeant: (name: string) => boolean,
  deepest = deepestFolder,
): Promise<readonly string[]> {
  const found: string[] = [];
  let seen = 0;
  const waiting = [{ path: folder, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next;
    try {
      for await (const entry of await opendir(path, { bufferSize: 512 })) {
        seen += 1;
        if (seen > mostEntries) return found;
        const inner = join(path, entry.name);
        if (entry.isFIFO() && isMeant(entry.name)) found.push(inner);
        else if (entry.isDirectory() && depth < deepest)
          waiting.push({ path: inner, depth: depth + 1 });
      }
    } catch {
      // Gone meanwhile, or closed to us: a program of ours does not get in there either.
    }
  }
  return found;
}

/** Lets go on whoever waits to read from these pipes: it finds them empty. Nothing is written or deleted. */
export async function releaseReaders(pipes: readonly string[]): Promise<void> {
  for (const pipe of pipes) {
    try {
      // Without a reader this is refused at once (ENXIO).
      const handle = await open(pipe, constants.O_WRONLY | guardedFlags);
      await handle.close();
    } catch {
      // Nobody waits there.
    }
  }
}
