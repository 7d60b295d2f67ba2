import { createHash } from 'node:crypto';
import { lstatSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { removeTree } from './remove-tree.ts';

/** Folders that are looked at before others get a turn. */
const foldersPerTurn = 500;
/** A folder that was changed so recently may be changed again without another time, in ms. */
const youngMs = 50;

interface KnownFolder {
  /** When it was changed last, in nanoseconds; null where it was too young to be sure. */
  readonly changedAt: bigint | null;
  readonly folders: readonly string[];
  /** One text for the names and kinds of what it has; null where two names may look alike. */
  readonly names: string | null;
}

interface Walk {
  readonly folders: ReadonlyMap<string, KnownFolder>;
  /** Paths of what is to go. */
  readonly hidden: readonly string[];
}

/**
 * Knows the folders of a tree of files: when the system last changed each, which no program can set. So it finds what
 * git neither shows nor cleans (a `.git` in a folder below, pipes and sockets), and that nothing was added or taken away,
 * and reads only folders that were changed since the last time.
 */
export class HiddenEntries {
  readonly #root: string;
  #known: ReadonlyMap<string, KnownFolder> = new Map();
  #shown: { readonly spared: string; readonly folders: Walk['folders'] } | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** Removes what is hidden, but for what is in the folders `spared`, by their paths in the tree. */
  async remove(spared: readonly string[]): Promise<void> {
    const { hidden } = await this.#walk(spared);
    for (const path of hidden) await removeTree(join(this.#root, path));
  }

  /** Notes the names that the folders have now: nothing else is there than what is to be. */
  async noteShown(spared: readonly string[]): Promise<void> {
    this.#shown = null;
    const { folders, hidden } = await this.#walk(spared);
    if (hidden.length === 0) this.#shown = { spared: keyOf(spared), folders };
  }

  /** Whether each folder has the same names of the same kinds as when that was noted; what files have is not asked. */
  async isAsShown(spared: readonly string[]): Promise<boolean> {
    const shown = this.#shown;
    if (shown === null || shown.spared !== keyOf(spared)) return false;
    const { folders, hidden } = await this.#walk(spared);
    if (hidden.length > 0 || folders.size !== shown.folders.size) return false;
    for (const [path, { names }] of folders) {
      if (names === null || shown.folders.get(path)?.names !== names) return false;
    }
    return true;
  }

  /** Forgets what was noted. */
  forget(): void {
    this.#shown = null;
  }

  async #walk(spared: readonly string[]): Promise<Walk> {
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
    return { folders: known, hidden };
  }

  #look(path: string, hidden: string[]): KnownFolder | null {
    const place = join(this.#root, path);
    try {
      const { ctimeNs, ctimeMs } = lstatSync(place, { bigint: true });
      const before = this.#known.get(path);
      if (before !== undefined && before.changedAt === ctimeNs) return before;
      const folders: string[] = [];
      const names: string[] = [];
      const hiddenBefore = hidden.length;
      for (const entry of readdirSync(place, { withFileTypes: true })) {
        const inner = path === '' ? entry.name : `${path}/${entry.name}`;
        if (inner === '.git') continue;
        const kind = kindOf(entry);
        names.push(`${kind}${entry.name}`);
        if (entry.name === '.git' || kind === '?') hidden.push(inner);
        else if (kind === 'd') folders.push(inner);
      }
      const isYoung = Date.now() - Number(ctimeMs) < youngMs;
      // What is hidden is to be found again until it is removed.
      const isSure = !isYoung && hidden.length === hiddenBefore;
      return { changedAt: isSure ? ctimeNs : null, folders, names: nameOf(names) };
    } catch {
      // It has just gone, or is closed to us: git says so, and the room is emptied.
      return null;
    }
  }
}

function kindOf(entry: Dirent): 'd' | 'f' | 'l' | '?' {
  if (entry.isDirectory()) return 'd';
  if (entry.isFile()) return 'f';
  return entry.isSymbolicLink() ? 'l' : '?';
}

function nameOf(names: readonly string[]): string | null {
  const text = names.toSorted().join('\0');
  // What was no UTF-8 has this character in its place.
  return text.includes('\uFFFD') ? null : createHash('sha1').update(text).digest('base64');
}

function keyOf(spared: readonly string[]): string {
  return spared.join('\0');
}
