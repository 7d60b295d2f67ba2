import { basename } from 'node:path';
import type { SecretKeeper } from '#shared/core/secrets/secret-keeper.ts';
import { listForeignFolder, readForeignText } from '#main/system/foreign-file.ts';

/** A longer one has other content than settings. */
const longestEnvFile = 256 * 1024;
const mostNames = 20_000;
const mostFiles = 50;

/**
 * Learns the secrets of `.env*` files below `root`: of those named, else of those in the root itself. What cannot be
 * read is left out; it cannot be copied either.
 */
export async function learnEnvFiles(
  secrets: SecretKeeper,
  root: string,
  files?: readonly string[],
): Promise<void> {
  for (const file of (files ?? (await envFilesIn(root))).slice(0, mostFiles)) {
    const read = await readForeignText(root, file, {
      maximumBytes: longestEnvFile,
      links: 'inside',
    });
    if (read.ok && read.value !== null) secrets.learnEnvFile(read.value.text);
  }
}

async function envFilesIn(root: string): Promise<readonly string[]> {
  const listed = await listForeignFolder(root, '.', { maximumEntries: mostNames });
  const names = listed.ok ? (listed.value?.names ?? []) : [];
  return names.filter(
    (name) => isEnvFile(name) && !/\.(?:example|sample|template|dist)$/.test(name),
  );
}

/** Whether a file is called like one of settings that are nobody's business. */
export function isEnvFile(path: string): boolean {
  return /^\.env|\.env$/.test(basename(path));
}
