import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readNamedText } from '#main/system/foreign-file.ts';
import { privateFileMode, privateFolderMode } from '#main/system/private-files.ts';
import { isProcessAlive, ownIdentity } from '#main/system/process-identity.ts';

const leaseSchema = z.object({ pid: z.int(), startTime: z.string().nullable() });
const fileName = 'lease.json';
const leaseBytes = 4_096;

/** Leases of this process, by the folder of their notes. */
const own = new Set<string>();

/**
 * Takes what has its notes in `notes` for this process alone; false when somebody else has it. What a process had
 * that is gone is free.
 */
export async function takeLease(notes: string): Promise<boolean> {
  if (own.has(notes)) return false;
  own.add(notes);
  const isTaken = await takeFile(notes).catch((error: unknown) => {
    own.delete(notes);
    throw error;
  });
  if (!isTaken) own.delete(notes);
  return isTaken;
}

async function takeFile(notes: string): Promise<boolean> {
  const file = join(notes, fileName);
  const text = JSON.stringify(ownIdentity());
  await mkdir(notes, { recursive: true, mode: privateFolderMode });
  try {
    const handle = await open(file, 'wx', privateFileMode);
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (await isOfOther(file)) return false;
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text, { mode: privateFileMode });
  await rename(draft, file);
  // Two may have found it free: the one whose name stands there has it.
  const read = await readNamedText(file, leaseBytes);
  return read.ok && read.value === text;
}

async function isOfOther(file: string): Promise<boolean> {
  const read = await readNamedText(file, leaseBytes);
  if (!read.ok || read.value === null) return false;
  try {
    const lease = leaseSchema.safeParse(JSON.parse(read.value));
    return lease.success && lease.data.pid !== process.pid && isProcessAlive(lease.data);
  } catch {
    return false;
  }
}

/** Gives back what {@link takeLease} took. */
export async function dropLease(notes: string): Promise<void> {
  await rm(join(notes, fileName), { force: true });
  own.delete(notes);
}
