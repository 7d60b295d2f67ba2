import type { GitClient } from './client.ts';

/** What a commit has at a path. Sizes in bytes. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'binary'; readonly bytes: number }
  | { readonly kind: 'too_large'; readonly bytes: number };

/** A text longer than this is not read: no view could show it well. */
export const longestText = 2 * 1024 ** 2;
/** Where git itself looks for the null byte that makes a file binary. */
const binarySample = 8_000;

/** An entry of a tree; `size` in bytes, null for what is no file. */
export interface TreeEntry {
  readonly mode: string;
  readonly object: string;
  readonly size: number | null;
}

/**
 * The file at `path` in a commit. A symbolic link is the text of its target, another repository the name
 * of its commit; a folder is absent. Text that is not UTF-8 has replacement characters.
 */
export async function readFileAt(
  git: GitClient,
  commit: string,
  path: string,
): Promise<FileContent> {
  const entry = await findEntry(git, commit, path);
  if (entry === null) return { kind: 'absent' };
  if (entry.mode === '160000') return { kind: 'text', text: `Repository at ${entry.object}\n` };
  if (entry.size === null) return { kind: 'absent' };
  if (entry.size > longestText) return { kind: 'too_large', bytes: entry.size };
  const { stdout } = await git.run(['cat-file', 'blob', entry.object]);
  if (stdout.slice(0, binarySample).includes('\0')) return { kind: 'binary', bytes: entry.size };
  return { kind: 'text', text: stdout };
}

async function findEntry(git: GitClient, commit: string, path: string): Promise<TreeEntry | null> {
  const args = ['ls-tree', '-z', '-l', '--full-tree', commit, '--', literalPath(path)];
  const { stdout } = await git.run(args);
  return parseTreeEntry(stdout, path);
}

/** A path as git takes it for no pattern: one that begins with ":" would be more than a name. */
export function literalPath(path: string): string {
  return `:(literal)${path}`;
}

/** Reads `ls-tree -z -l`, `mode type object size\tpath\0`; null when the path is not in it. */
export function parseTreeEntry(output: string, path: string): TreeEntry | null {
  for (const record of output.split('\0')) {
    const tab = record.indexOf('\t');
    if (tab === -1 || record.slice(tab + 1) !== path) continue;
    const [mode = '', , object = '', size = ''] = record.slice(0, tab).split(/ +/);
    return { mode, object, size: /^\d+$/.test(size) ? Number(size) : null };
  }
  return null;
}
