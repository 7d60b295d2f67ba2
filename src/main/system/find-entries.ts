import { chmodSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** After so many folders others get their turn. */
const foldersAtOnce = 200;

/**
 * The entries below `folder` that `isMeant` accepts, by their paths in it. No link is followed, and an entry that is
 * accepted is not looked into; what is closed to us is left out.
 */
export async function findEntries(
  folder: string,
  isMeant: (entry: Dirent, inner: string) => boolean,
): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [''];
  for (let seen = 1; waiting.length > 0; seen += 1) {
    const at = waiting.pop() ?? '';
    for (const entry of entriesOf(join(folder, at))) {
      const inner = at === '' ? entry.name : `${at}/${entry.name}`;
      if (isMeant(entry, inner)) found.push(inner);
      else if (entry.isDirectory()) waiting.push(inner);
    }
    if (seen % foldersAtOnce === 0) await nextTurn();
  }
  return found;
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Opens the folders below `folder` to their owner, so that they can be emptied; no link is followed. */
export async function openFolders(folder: string): Promise<void> {
  const open = (path: string): boolean => {
    try {
      chmodSync(path, 0o700);
    } catch {
      // Another's: whoever removes it says so.
    }
    return false;
  };
  await findEntries(folder, (entry, inner) => entry.isDirectory() && open(join(folder, inner)));
}
