import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { copyForeignFile } from '#main/system/copy-into.ts';
import { GitError } from '#main/git/git-error.ts';
import type { TreeFolder } from './tree-folder.ts';

/** Names as git quotes them, so that those of other bytes than text come back as they were. */
const quoted = { settings: ['core.quotePath=true'] };

/**
 * Takes back into the index what an agent has not deleted, but has had its git leave out of the folder
 * (`git sparse-checkout`). Its index is read as data, and believed only in that: such a file stays as `base` has it.
 * @returns whether there may be such files
 */
export async function keepUnchecked(tree: TreeFolder, base: string): Promise<boolean> {
  const { git, folder, notes } = tree;
  const own = join(folder, '.git');
  const isNarrow = (await lstat(join(own, 'info/sparse-checkout')).catch(() => null)) !== null;
  if (!isNarrow || !(await lstat(own)).isDirectory()) return false;
  const indexFile = join(notes, 'agent-index');
  try {
    if (!(await copyForeignFile(join(own, 'index'), indexFile))) return true;
    const listed = (await git.run(['ls-files', '-t'], { ...quoted, indexFile })).stdout;
    const skipped = new Set(
      listed.split('\n').flatMap((line) => (line.startsWith('S ') ? [line.slice(2)] : [])),
    );
    if (skipped.size === 0) return true;
    const missing = await git.run(['ls-tree', '-r', '--full-tree', base], quoted);
    const present = new Set((await git.run(['ls-files'], quoted)).stdout.split('\n'));
    const entries = missing.stdout.split('\n').filter((line) => {
      const name = line.slice(line.indexOf('\t') + 1);
      return line !== '' && skipped.has(name) && !present.has(name);
    });
    if (entries.length === 0) return true;
    await git.run(['update-index', '--index-info'], { input: `${entries.join('\n')}\n` });
  } catch (error) {
    // An index that git cannot read says nothing.
    if (!(error instanceof GitError) || error.kind === 'disk-full') throw error;
  } finally {
    await rm(indexFile, { force: true });
  }
  return true;
}
