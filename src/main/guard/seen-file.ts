import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Fingerprint } from '#shared/core/guard/compare.ts';
import { FailureError } from '#shared/lib/failure.ts';
import { fileAreaSchema } from '#shared/model/foreign-change.ts';
import { writeFileAtomically } from '#main/system/atomic-write.ts';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import type { KeptFile } from './read-repository.ts';

/** Far more than what is remembered has. */
const mostBytes = 256 * 1024 ** 2;

/** What a look saw. */
export interface Seen {
  readonly fingerprint: Fingerprint;
  readonly files: ReadonlyMap<string, KeptFile>;
  readonly atMs: number;
}

const keptFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), mode: z.number(), base64: z.string() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('unknown') }),
]);
const pairs = z.array(z.tuple([z.string(), z.string()]));
const seenSchema = z.object({
  atMs: z.number(),
  refs: pairs,
  heads: pairs,
  stash: z.array(z.object({ commit: z.string(), title: z.string() })),
  watched: z.array(z.tuple([z.string(), z.object({ area: fileAreaSchema, content: z.string() })])),
  files: z.array(z.tuple([z.string(), keptFileSchema])),
});

/**
 * Writes down what was seen, so that a process that takes over after a crash knows what there was before.
 * @throws {FailureError} when it cannot be written
 */
export async function writeSeen(folder: string, seen: Seen): Promise<void> {
  const { fingerprint, files, atMs } = seen;
  const stored: z.infer<typeof seenSchema> = {
    atMs,
    refs: [...fingerprint.refs],
    heads: [...fingerprint.heads],
    stash: [...fingerprint.stash],
    watched: [...fingerprint.files],
    files: [...files].map(([path, file]) => [path, storedOf(file)]),
  };
  await mkdir(folder, { recursive: true, mode: privateFolderMode });
  const written = await writeFileAtomically(fileIn(folder), JSON.stringify(stored), {
    mode: privateFileMode,
  });
  if (!written.ok) throw new FailureError(written.error);
}

/** What a process saw last that came to no end; null when all did. */
export async function readSeen(folder: string): Promise<Seen | null> {
  const read = await readNamedText(fileIn(folder), mostBytes);
  if (!read.ok || read.value === null) return null;
  const parsed = seenSchema.safeParse(parseJson(read.value));
  if (!parsed.success) return null;
  const { atMs, refs, heads, stash, watched, files } = parsed.data;
  return {
    atMs,
    fingerprint: {
      refs: new Map(refs),
      heads: new Map(heads),
      stash,
      files: new Map(watched),
    },
    files: new Map(files.map(([path, file]) => [path, fileFrom(file)])),
  };
}

/** Forgets what was seen: nothing of ours is at work any more. */
export async function forgetSeen(folder: string): Promise<void> {
  await rm(fileIn(folder), { force: true });
}

function fileIn(folder: string): string {
  return join(folder, 'seen.json');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function storedOf(file: KeptFile): z.infer<typeof keptFileSchema> {
  if (file.kind !== 'file') return file;
  return { kind: 'file', mode: file.mode, base64: file.bytes.toString('base64') };
}

function fileFrom(stored: z.infer<typeof keptFileSchema>): KeptFile {
  if (stored.kind !== 'file') return stored;
  return { kind: 'file', mode: stored.mode, bytes: Buffer.from(stored.base64, 'base64') };
}
