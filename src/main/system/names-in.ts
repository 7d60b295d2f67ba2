import { basename, dirname } from 'node:path';
import { listForeignFolder } from './foreign-file.ts';

/** More names than any folder of packages has. */
const mostNames = 100_000;

/** The names in a folder; none when it cannot be listed. */
export async function namesIn(folder: string): Promise<readonly string[]> {
  const limits = { maximumEntries: mostNames } as const;
  const listed = await listForeignFolder(dirname(folder), basename(folder), limits);
  return listed.ok ? (listed.value?.names ?? []) : [];
}
