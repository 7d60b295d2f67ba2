import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readNamedText } from '#main/system/foreign-file.ts';

const file = 'made-refs';
const longest = 32 * 1024 * 1024;

/** Notes the refs that a private git directory was made with, as git has them in one file. */
export async function noteMadeRefs(notes: string, packedRefs: string): Promise<void> {
  await writeFile(join(notes, file), packedRefs);
}

/** What {@link noteMadeRefs} has noted. */
export async function readMadeRefs(notes: string): Promise<string> {
  const read = await readNamedText(join(notes, file), longest);
  return read.ok ? (read.value ?? '') : '';
}
