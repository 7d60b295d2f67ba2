import type { FileArea } from '#shared/model/foreign-change.ts';

/** A file that decides what git does, as far as it is compared. */
export interface WatchedFile {
  readonly area: FileArea;
  /** Names its content and what it may do (its mode), whichever is there: a file, or where a link leads. */
  readonly content: string;
}

/** An entry of the stash. */
export interface StashEntry {
  readonly commit: string;
  readonly title: string;
}

/** What there is of a person's repository that an agent or a check has no business with. */
export interface Fingerprint {
  /** Full names of refs, each with the object it stands at. */
  readonly refs: ReadonlyMap<string, string>;
  /** What each checkout shows, by its folder. */
  readonly heads: ReadonlyMap<string, string>;
  /** Newest first. */
  readonly stash: readonly StashEntry[];
  /** By absolute path. */
  readonly files: ReadonlyMap<string, WatchedFile>;
}

/** What is one way before and another after; null: not there. */
export interface Moved {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** How two fingerprints differ. */
export interface Differences {
  readonly refs: readonly Moved[];
  readonly heads: readonly Moved[];
  readonly lost: readonly StashEntry[];
  readonly added: readonly StashEntry[];
  readonly files: readonly (Moved & { readonly area: FileArea })[];
}

/** Compares what was with what is; everything sorted by name, the stash oldest first. */
export function compareFingerprints(before: Fingerprint, after: Fingerprint): Differences {
  const contents = (files: Fingerprint['files']): ReadonlyMap<string, string> =>
    new Map([...files].map(([path, { content }]) => [path, content]));
  return {
    refs: movedIn(before.refs, after.refs),
    heads: movedIn(before.heads, after.heads),
    lost: missingFrom(before.stash, after.stash),
    added: missingFrom(after.stash, before.stash),
    files: movedIn(contents(before.files), contents(after.files)).map((moved) => ({
      ...moved,
      area: (after.files.get(moved.name) ?? before.files.get(moved.name))?.area ?? 'info',
    })),
  };
}

/** Whether there is no difference at all. */
export function isSame({ refs, heads, lost, added, files }: Differences): boolean {
  return [refs, heads, lost, added, files].every((list) => list.length === 0);
}

function movedIn(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly Moved[] {
  if (before === after) return [];
  const names = new Set([...before.keys(), ...after.keys()]);
  const moved: Moved[] = [];
  for (const name of names) {
    const from = before.get(name) ?? null;
    const to = after.get(name) ?? null;
    if (from !== to) moved.push({ name, from, to });
  }
  return moved.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The entries of `some` that `others` have not, oldest first; the same commit may be there more than once. */
function missingFrom(
  some: readonly StashEntry[],
  others: readonly StashEntry[],
): readonly StashEntry[] {
  const left = new Map<string, number>();
  for (const { commit } of others) left.set(commit, (left.get(commit) ?? 0) + 1);
  const missing: StashEntry[] = [];
  for (const entry of some.toReversed()) {
    const count = left.get(entry.commit) ?? 0;
    if (count === 0) missing.push(entry);
    else left.set(entry.commit, count - 1);
  }
  return missing;
}
