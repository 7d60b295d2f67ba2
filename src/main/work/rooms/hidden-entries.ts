import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { removeFully } from '#main/system/remove-fully.ts';

/** Folders that are looked at before others get a turn. */
const foldersPerTurn = 500;
/** A folder that was changed so recently may be changed again without another time, in ms. */
const youngMs = 50;

interface KnownFolder {
  /** When it was changed last, in nanoseconds; null where it was too young to be sure. */
  readonly changedAt: bigint | null;
  readonly folders: readonly string[];
}

/**
 * Finds in a room what git neither shows nor cleans: a `.git` in a folder below, pipes and sockets. A check could
 * hand something on by them. Only folders that were changed since the last time are read.
 */
export class HiddenEntries {
  readonly #root: string;
  #known = new Map<string, KnownFolder>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Removes them, but for what is in the folders `spared`, by their paths in the room. */
  async remove(spared: readonly string[]): Promise<void> {
    const skipped = new Set(spared.map((path) => path.replace(/\/+$/, '')));
    const known = new Map<string, KnownFolder>();
    const hidden: string[] = [];
    const waiting = [''];
    for (let count = 1; waiting.length > 0; count += 1) {
      const path = waiting.pop() ?? '';
      const folder = this.#look(path, hidden);
      if (folder === null) continue;
      known.set(path, folder);
      waiting.push(...folder.folders.filter((inner) => !skipped.has(inner)));
      if (count % foldersPerTurn === 0) await turn();
    }
    this.#known = known;
    for (const path of hidden) await removeFully(join(this.#root, path));
  }

  #look(path: string, hidden: string[]): KnownFolder | null {
    const place = join(this.#root, path);
    try {
      const { ctimeNs, ctimeMs } = lstatSync(place, { bigint: true });
      const before = this.#known.get(path);
      if (before !== undefined && before.changedAt === ctimeNs) return before;
      const folders: string[] = [];
      for (const entry of readdirSync(place, { withFileTypes: true })) {
        const inner = path === '' ? entry.name : `${path}/${entry.name}`;
        if (inner === '.git') continue;
        const isPlain = entry.isFile() || entry.isDirectory() || entry.isSymbolicLink();
        if (entry.name === '.git' || !isPlain) hidden.push(inner);
        else if (entry.isDirectory()) folders.push(inner);
      }
      const isYoung = Date.now() - Number(ctimeMs) < youngMs;
      return { changedAt: isYoung ? null : ctimeNs, folders };
    } catch {
      // It has just gone, or is closed to us: git says so, and the room is emptied.
      return null;
    }
  }
}
