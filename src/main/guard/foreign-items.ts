import type { Differences, Moved } from '#shared/core/guard/compare.ts';
import { changedLines } from '#shared/core/guard/changed-lines.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { ForeignItem } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { isAncestor } from '#main/git/refs.ts';
import type { FileVersions, StoredFile } from './kept-values.ts';
import type { KeptFile } from './read-repository.ts';

type Files = ReadonlyMap<string, KeptFile>;

/** What differs as it is reported, and the files of it as they were and are. */
export async function itemsOf(
  git: GitClient,
  { refs, heads, lost, added, files }: Differences,
  before: Files,
  now: Files,
): Promise<{ readonly items: readonly ForeignItem[]; readonly files: FileVersions }> {
  const items: ForeignItem[] = [];
  const versions = new Map<string, { before: StoredFile; after: StoredFile }>();
  for (const { name: ref, from, to } of refs) {
    const isForward = await isOnlyMore(git, { name: ref, from, to });
    items.push({ kind: 'ref', ref, from, to, isForward, isPutBack: false });
  }
  for (const { name: folder, from, to } of heads) {
    items.push({ kind: 'head', folder, from, to, isPutBack: false });
  }
  for (const entry of lost) items.push({ kind: 'stash', change: 'lost', ...entry, ...stands });
  for (const entry of added) items.push({ kind: 'stash', change: 'added', ...entry, ...stands });
  for (const { name: path, area, from, to } of files) {
    const old = from === null ? absent : (before.get(path) ?? unknown);
    const fresh = to === null ? absent : (now.get(path) ?? unknown);
    const isKept = old.kind !== 'unknown' && fresh.kind !== 'unknown';
    if (isKept) versions.set(path, { before: old, after: fresh });
    const lines = [...changedLines(area, textOf(old), textOf(fresh))];
    items.push({ kind: 'file', area, path, from, to, isKept, lines, ...stands });
  }
  return { items, files: versions };
}

const stands = { isPutBack: false } as const;
const absent = { kind: 'absent' } as const;
const unknown = { kind: 'unknown' } as const;

/** Whether a branch still has all that it had: it is new, or grew. A tag is meant to stay where it is. */
async function isOnlyMore(git: GitClient, { name, from, to }: Moved): Promise<boolean> {
  if (from === null) return true;
  if (to === null || name.startsWith('refs/tags/')) return false;
  try {
    return await isAncestor(git, from, to);
  } catch (error) {
    // One of them is no commit, or is not there any more.
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** What a file says, as far as that is text. */
function textOf(file: KeptFile | StoredFile): string | null {
  switch (file.kind) {
    case 'file': {
      const text = file.bytes.toString('utf8');
      return text.includes('\0') ? null : text;
    }
    case 'link':
      return `a link to ${file.target}`;
    case 'absent':
    case 'unknown':
      return null;
    default:
      return assertNever(file, 'watched file');
  }
}
