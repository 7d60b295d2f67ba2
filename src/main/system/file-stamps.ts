import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';

// Synchronous on purpose: this looks at some dozens of names around each attempt, and each turn of the event loop
// that a promise takes costs more than the look itself. Nothing here opens a file.

/** When a file changed this shortly before it was looked at, another change may not show in its date; in ms. */
const racyMs = 50;

/** What shows that a file is not what it was, without its being read. */
export interface Stamp {
  /** `absent`, or what it is and all that changes with it. */
  readonly text: string;
  readonly kind: 'absent' | 'file' | 'link' | 'folder' | 'other';
  readonly mode: number;
  readonly size: number;
  /** Whether it changed so lately that the same stamp may stand for another content. */
  readonly isRacy: boolean;
}

const absent: Stamp = { text: 'absent', kind: 'absent', mode: 0, size: 0, isRacy: false };

/** The stamp of whatever is at a path; a link is not followed. */
export function stampOf(path: string): Stamp {
  let found;
  try {
    found = lstatSync(path, { throwIfNoEntry: false });
  } catch {
    // Below something that is no folder, or may not be looked into.
    return absent;
  }
  if (found === undefined) return absent;
  const { ctimeMs, mtimeMs, size, ino, mode } = found;
  const kind = found.isFile()
    ? 'file'
    : found.isSymbolicLink()
      ? 'link'
      : found.isDirectory()
        ? 'folder'
        : 'other';
  return {
    text: `${kind} ${mode} ${size} ${ino} ${mtimeMs} ${ctimeMs}`,
    kind,
    mode: mode & 0o7777,
    size,
    isRacy: Date.now() - ctimeMs < racyMs,
  };
}

/** What is in a folder, at most `most` entries; nothing when it is none. */
export function entriesOf(folder: string, most: number): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).slice(0, most);
  } catch {
    return [];
  }
}

/** The files below a folder, as paths; links count as files, and names that git leaves behind do not. */
export function filesBelow(folder: string, most: number): readonly string[] {
  const files: string[] = [];
  const visit = (at: string): void => {
    for (const entry of entriesOf(at, most)) {
      if (files.length >= most) return;
      const path = join(at, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (!entry.name.endsWith('.lock')) files.push(path);
    }
  };
  visit(folder);
  return files;
}

/** Where a link leads; null when there is none. */
export function linkTarget(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
