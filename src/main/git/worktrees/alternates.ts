import { join, resolve } from 'node:path';
import { readGitText } from '#main/git/git-text.ts';
import { unquoted } from './safe-add.ts';

/**
 * A folder of objects with all of which it borrows in its turn, these first. Git follows such a chain over a few links
 * only, and a worktree is one more: so its own list names them all.
 */
export async function withLenders(objects: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const follow = async (folder: string): Promise<void> => {
    if (found.has(folder)) return;
    found.add(folder);
    const listed = (await readGitText(join(folder, 'info/alternates'))) ?? '';
    for (const line of listed.split('\n')) {
      if (line !== '' && !line.startsWith('#')) await follow(resolve(folder, unquoted(line)));
    }
  };
  await follow(objects);
  return [...found].toReversed();
}

/** The list of folders of objects as git reads it. */
export function alternatesText(folders: readonly string[]): string {
  return folders.map((folder) => `${quotedPath(folder)}\n`).join('');
}

function quotedPath(path: string): string {
  if (!/^["#]|[\n\\]/.test(path)) return path;
  const inner = path.replaceAll('\\', '\\\\').replaceAll('"', String.raw`\"`);
  return `"${inner.replaceAll('\n', String.raw`\n`)}"`;
}
