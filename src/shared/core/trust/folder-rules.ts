import type { TrustFolder } from '#shared/model/trust.ts';

/**
 * The folder by whose rule a repository is trusted without a question; null when there is none, or when a folder
 * further in says to ask. All paths are absolute, links resolved.
 */
export function trustedFolderOf(
  root: string,
  folders: readonly TrustFolder[],
  separator: '/' | '\\' = '/',
): string | null {
  const around = folders
    .filter(({ folder }) => isIn(root, folder, separator))
    .toSorted((a, b) => trimmed(b.folder, separator).length - trimmed(a.folder, separator).length);
  const innermost = around[0];
  return innermost?.rule === 'trust' ? innermost.folder : null;
}

function isIn(path: string, folder: string, separator: string): boolean {
  const outer = trimmed(folder, separator);
  // The root of the file system is above all.
  if (outer === '') return folder !== '';
  return path === outer || path.startsWith(`${outer}${separator}`);
}

function trimmed(folder: string, separator: string): string {
  let end = folder.length;
  while (end > 0 && folder.charAt(end - 1) === separator) end -= 1;
  return folder.slice(0, end);
}
