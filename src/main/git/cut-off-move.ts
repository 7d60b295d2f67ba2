import { lstat, readlink, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Move } from './checkouts.ts';
import type { GitClient } from './client.ts';
import { treeChanges } from './commits.ts';

/**
 * Brings the files of a checkout along where an earlier try was cut off: some may show the new commit, some the
 * old one. Each that shows either is made the new one; what shows something else is the person's, and stays.
 * `indexFile` is the index to be made; it shows the old commit still.
 */
export async function finishMove(
  git: GitClient,
  indexFile: string,
  { before, after }: Move,
): Promise<void> {
  const old = new Map(
    (await treeChanges(git, after, before)).map(({ path, status, object }) => [
      path,
      status === 'deleted' ? null : object,
    ]),
  );
  await git.run(['read-tree', '-m', '-i', before, after], { indexFile });
  const behind: string[] = [];
  for (const { path, status, object } of await treeChanges(git, before, after)) {
    const shown = await objectAt(git, path);
    if (shown === undefined || shown !== (old.get(path) ?? null)) continue;
    if (status !== 'deleted') behind.push(path);
    else if (shown !== null && shown !== object) await rm(join(git.folder, path), { force: true });
  }
  if (behind.length > 0) {
    const args = ['checkout-index', '--force', '--quiet', '-z', '--stdin'];
    await git.run(args, { indexFile, input: behind.map((path) => `${path}\0`).join('') });
  }
  await git.run(['update-index', '-q', '--refresh'], { allowedExitCodes: [1], indexFile });
}

/** The object that a file is; null where there is none, undefined for what is no file. */
async function objectAt(git: GitClient, path: string): Promise<string | null | undefined> {
  const file = join(git.folder, path);
  const found = await lstat(file).catch(() => null);
  if (found === null) return null;
  if (found.isSymbolicLink()) {
    return git.text(['hash-object', '--stdin', '--no-filters'], { input: await readlink(file) });
  }
  return found.isFile() ? git.text(['hash-object', '--', path]) : undefined;
}
