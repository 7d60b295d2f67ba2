import { join } from 'node:path';
import type { StashEntry } from '#shared/core/guard/compare.ts';
import { entriesOf, stampOf } from '#main/system/file-stamps.ts';
import type { Stamp } from '#main/system/file-stamps.ts';

/**
 * Refs that are not looked at: those that the app alone writes, copies of what other machines have (any `fetch`
 * moves them, an editor's own too), and what git keeps while an operation is under way.
 */
const passedOver: readonly string[] = [
  'refs/switchyard',
  'refs/heads/agent',
  'refs/remotes',
  'refs/bisect',
  'refs/rewritten',
  'refs/worktree',
  'refs/prefetch',
  // Looked at as the entries that it has.
  'refs/stash',
];

/** Whether a ref is one of the person's that is looked at. */
export function isWatchedRef(ref: string): boolean {
  return !passedOver.some((name) => ref === name || ref.startsWith(`${name}/`));
}

/** A ref that has a file of its own. */
interface LooseRef {
  readonly ref: string;
  readonly path: string;
  readonly stamp: Stamp;
}

/** The refs of the person that have a file of their own; at most `most`. */
export function looseRefs(commonDirectory: string, most: number): readonly LooseRef[] {
  const found: LooseRef[] = [];
  const visit = (name: string): void => {
    for (const entry of entriesOf(join(commonDirectory, name), most)) {
      const ref = `${name}/${entry.name}`;
      if (found.length >= most || !isWatchedRef(ref) || entry.name.endsWith('.lock')) continue;
      const path = join(commonDirectory, ref);
      if (entry.isDirectory()) visit(ref);
      else found.push({ ref, path, stamp: stampOf(path) });
    }
  };
  visit('refs');
  return found;
}

/** The refs of the person in a text of lines `<object> <ref>`, as the file `packed-refs` has them. */
export function packedRefs(text: string): ReadonlyMap<string, string> {
  const refs = new Map<string, string>();
  for (const line of text.split('\n')) {
    // A heading, or what the tag above it leads to.
    if (line.startsWith('#') || line.startsWith('^')) continue;
    const cut = line.lastIndexOf(' ');
    const ref = line.slice(cut + 1);
    if (cut > 0 && isWatchedRef(ref)) refs.set(ref, line.slice(0, cut));
  }
  return refs;
}

/** The entries of the stash in its reflog, newest first. */
export function stashEntries(reflog: string): readonly StashEntry[] {
  return reflog
    .split('\n')
    .flatMap((line) => {
      const match = /^[0-9a-f]+ ([0-9a-f]+) [^\t]*(?:\t(.*))?$/.exec(line);
      return match === null ? [] : [{ commit: match[1] ?? '', title: match[2] ?? '' }];
    })
    .toReversed();
}
