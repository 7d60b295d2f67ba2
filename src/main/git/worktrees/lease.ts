import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { absent, refNames } from '#main/git/refs.ts';
import type { RefUpdate } from '#main/git/refs.ts';
import { readNamedText } from '#main/system/foreign-file.ts';

/** What has a worktree: an attempt, by a token that only whoever took the lease knows. */
const holderSchema = z.object({
  attemptId: z.string(),
  token: z.string(),
  taskId: z.string(),
  /** Short name of the task's branch. */
  branch: z.string(),
  /** Commit that the worktree was made from for it. */
  base: z.string(),
  /** Whether the worktree shows what it was to show: until then it may be another's work. */
  isReady: z.boolean(),
});

const leaseSchema = z.object({
  /** Folder that the notes are about. */
  folder: z.string(),
  /** Commit that its files were first made from. */
  madeFrom: z.string(),
  /** Null until an attempt gets the worktree for the first time. */
  holder: holderSchema.nullable(),
  /** Command that gives back what its setup took, with the variables that it had. */
  teardown: z
    .object({ command: z.string(), variables: z.record(z.string(), z.string()) })
    .nullable()
    .default(null),
});

export type LeaseHolder = z.infer<typeof holderSchema>;
export type Lease = z.infer<typeof leaseSchema>;

const longest = 1024 * 1024;

/** The lease in a folder of notes; null when there is none, or nothing that can be read. */
export async function readLease(notes: string): Promise<Lease | null> {
  const read = await readNamedText(join(notes, 'lease.json'), longest);
  if (!read.ok || read.value === null) return null;
  try {
    return leaseSchema.parse(JSON.parse(read.value));
  } catch {
    return null;
  }
}

/** Writes a lease as a whole. */
export async function writeLease(notes: string, lease: Lease): Promise<void> {
  const draft = join(notes, 'lease.json.new');
  await writeFile(draft, JSON.stringify(lease));
  await rename(draft, join(notes, 'lease.json'));
}

/** Stands for the attempt that had a worktree of an earlier version, which did not note it. */
export const earlierAttempt = 'earlier';

/** What an attempt's worktree borrowed need not be kept for it any more. */
export function unpinning(holder: LeaseHolder | null): readonly RefUpdate[] {
  if (holder === null || holder.attemptId === earlierAttempt) return [];
  return [{ ref: refNames.pin(holder.attemptId), target: absent, expected: holder.base }];
}
