import { join } from 'node:path';
import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';
import { stampOf } from '#main/system/file-stamps.ts';
import type { WatchedCheckout } from './watched-places.ts';

/** Checkouts of the person that are looked at. */
const mostCheckouts = 8;

/** What of a checkout is not as its HEAD has it: by path, how, and when it changed last. */
type Changed = ReadonlyMap<string, string>;

/** What of the person's checkouts is in no commit. */
export type CheckoutFiles = ReadonlyMap<string, Changed>;

/** A checkout whose index or files were changed, and which paths. */
export interface ChangedCheckout {
  readonly folder: string;
  readonly paths: readonly string[];
  /** Where what was in no commit before is kept; null where nothing was. */
  readonly keptRef: string | null;
}

/** Reads what of each checkout is in no commit. One that cannot be read is left out. */
export async function readCheckouts(
  git: GitClient,
  checkouts: readonly WatchedCheckout[],
): Promise<CheckoutFiles> {
  const files = new Map<string, Changed>();
  for (const { folder } of checkouts.slice(0, mostCheckouts)) {
    const changed = await readChanged(git, folder);
    if (changed !== null) files.set(folder, changed);
  }
  return files;
}

async function readChanged(git: GitClient, folder: string): Promise<Changed | null> {
  const args = ['status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all'];
  try {
    const { stdout } = await git.at(folder).run([...args, '--ignore-submodules=all']);
    const changed = new Map<string, string>();
    for (const entry of stdout.split('\0')) {
      const path = entry.slice(3);
      if (path === '') continue;
      changed.set(path, `${entry.slice(0, 2)} ${stampOf(join(folder, path)).text}`);
    }
    return changed;
  } catch (error) {
    // It has no files, or is gone.
    if (error instanceof GitError) return null;
    throw error;
  }
}

/** Which paths of which checkouts are another way than before. `isOwn`: what the app writes there itself. */
export function changedCheckouts(
  before: CheckoutFiles,
  after: CheckoutFiles,
  isOwn: (path: string) => boolean,
): readonly ChangedCheckout[] {
  const found: ChangedCheckout[] = [];
  for (const [folder, old] of before) {
    const now = after.get(folder);
    if (now === undefined) continue;
    const paths = [...new Set([...old.keys(), ...now.keys()])]
      .filter((path) => old.get(path) !== now.get(path) && !isOwn(path))
      .toSorted();
    if (paths.length > 0) found.push({ folder, paths, keptRef: null });
  }
  return found;
}
