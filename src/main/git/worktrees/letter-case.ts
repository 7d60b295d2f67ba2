import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Whether the disk of a folder takes `a` and `A` for one name, which git is to know (`core.ignoreCase`). What a
 * repository says of that is about the disk that it was made on: believed elsewhere, git takes a new `readme.md` for
 * the `README.md` that it knows, and leaves it out.
 */
export async function isCaseBlind(folder: string): Promise<boolean> {
  const other = join(dirname(folder), swapped(basename(folder)));
  const [here, there] = await Promise.all(
    [folder, other].map(async (path) => lstat(path, { bigint: true }).catch(() => null)),
  );
  if (other === folder || !here || !there) return false;
  return here.ino === there.ino && here.dev === there.dev;
}

/** With small letters for large ones, and large ones for small ones. */
function swapped(name: string): string {
  return name.replaceAll(/\p{L}/gu, (one) =>
    one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase(),
  );
}
