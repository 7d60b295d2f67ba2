import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { assertNever } from '#shared/lib/assert-never.ts';
import { FailureError } from '#shared/lib/failure.ts';
import type { ForeignItem } from '#shared/model/foreign-change.ts';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { refNames, updateRefs } from '#main/git/refs.ts';
import type { RefUpdate } from '#main/git/refs.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import type { KeptFile } from './read-repository.ts';

/** Far more than the files of one change have. */
const mostBytes = 256 * 1024 ** 2;

const keptFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), mode: z.number(), base64: z.string() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('absent') }),
]);
const keptFilesSchema = z.record(
  z.string(),
  z.object({ before: keptFileSchema, after: keptFileSchema }),
);
type Stored = z.infer<typeof keptFileSchema>;

/** A file as it was kept; absent: there was none. */
export type StoredFile = Exclude<KeptFile, { kind: 'unknown' }> | { readonly kind: 'absent' };

/** What files were and are, by path. */
export type FileVersions = ReadonlyMap<
  string,
  { readonly before: StoredFile; readonly after: StoredFile }
>;

/**
 * Keeps what refs, checkouts and the stash stood at before and after a change under refs of ours, so that git
 * keeps the commits too. What is gone from the repository already cannot be kept; all else is.
 */
export async function keepObjects(
  git: GitClient,
  id: string,
  items: readonly ForeignItem[],
): Promise<void> {
  const updates = items.flatMap((item, index) => updatesFor(id, item, index));
  if (updates.length === 0 || (await tryToKeep(git, updates))) return;
  for (const update of updates) await tryToKeep(git, [update]);
}

async function tryToKeep(git: GitClient, updates: readonly RefUpdate[]): Promise<boolean> {
  try {
    return await updateRefs(git, updates, 'kept by the guard');
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

function updatesFor(id: string, item: ForeignItem, index: number): readonly RefUpdate[] {
  const keep = (side: 'before' | 'after', name: string, target: string | null): RefUpdate[] =>
    target === null || !/^[0-9a-f]{40,64}$/.test(target)
      ? []
      : [{ ref: `${refNames.guard(id)}${side}/${name}`, target, expected: null }];
  switch (item.kind) {
    case 'ref': {
      const name = item.ref.replace(/^refs\//, '');
      return [...keep('before', name, item.from), ...keep('after', name, item.to)];
    }
    case 'head':
      return [
        ...keep('before', `checkout-${index}`, item.from),
        ...keep('after', `checkout-${index}`, item.to),
      ];
    case 'stash':
      return keep(item.change === 'lost' ? 'before' : 'after', `stash-${index}`, item.commit);
    case 'file':
      return [];
    default:
      return assertNever(item, 'foreign item');
  }
}

/** Keeps files as they were and are in the data folder: git has no place for them. */
export async function keepFiles(folder: string, id: string, files: FileVersions): Promise<void> {
  if (files.size === 0) return;
  await mkdir(folder, { recursive: true, mode: privateFolderMode });
  const stored = Object.fromEntries(
    [...files].map(([path, { before, after }]) => [
      path,
      { before: storedOf(before), after: storedOf(after) },
    ]),
  );
  const text = `${JSON.stringify(stored, null, 2)}\n`;
  const written = await writeFileAtomically(fileOf(folder, id), text, { mode: privateFileMode });
  if (!written.ok) throw new FailureError(written.error);
}

/** The files that were kept of a change; null when they are not there, or are no such thing. */
export async function readKeptFiles(folder: string, id: string): Promise<FileVersions | null> {
  const read = await readNamedText(fileOf(folder, id), mostBytes);
  if (!read.ok || read.value === null) return null;
  const parsed = keptFilesSchema.safeParse(parseJson(read.value));
  if (!parsed.success) return null;
  return new Map(
    Object.entries(parsed.data).map(([path, { before, after }]) => [
      path,
      { before: fileFrom(before), after: fileFrom(after) },
    ]),
  );
}

function fileOf(folder: string, id: string): string {
  return join(folder, `${id}.json`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function storedOf(file: StoredFile): Stored {
  if (file.kind !== 'file') return file;
  return { kind: 'file', mode: file.mode, base64: file.bytes.toString('base64') };
}

function fileFrom(stored: Stored): StoredFile {
  if (stored.kind !== 'file') return stored;
  return { kind: 'file', mode: stored.mode, bytes: Buffer.from(stored.base64, 'base64') };
}
