import { randomUUID } from 'node:crypto';
import type { GitClient } from './client.ts';
import { longestText } from './file-content.ts';

/** A file in a commit, which is known to be there. */
export interface FileAt {
  readonly commit: string;
  readonly path: string;
}

const binarySample = 8_000;

/**
 * The texts of files in commits, with one git for their sizes and one for their contents; null for what is too long,
 * no text, or not there after all.
 */
export async function textsAt(
  git: GitClient,
  files: readonly FileAt[],
): Promise<readonly (string | null)[]> {
  const names = files.map(({ commit, path }) => `${commit}:${path}`);
  // A name with a line break cannot be asked for among others.
  const asked = names.filter((name) => !name.includes('\n'));
  if (asked.length === 0) return names.map(() => null);
  const input = (lines: readonly string[]): { readonly input: string } => ({
    input: [...lines, ''].join('\n'),
  });
  const format = '--batch-check=%(objecttype) %(objectsize) %(objectname)';
  const { stdout } = await git.run(['cat-file', format], input(asked));
  const objects = new Map<string, string>();
  for (const [index, line] of stdout.split('\n').entries()) {
    const [type, size = '', object = ''] = line.split(' ');
    const name = asked[index];
    if (name === undefined || type !== 'blob' || Number(size) > longestText) continue;
    objects.set(name, object);
  }
  const contents = await contentsOf(git, [...new Set(objects.values())], input);
  return names.map((name) => contents.get(objects.get(name) ?? '') ?? null);
}

async function contentsOf(
  git: GitClient,
  objects: readonly string[],
  input: (lines: readonly string[]) => { readonly input: string },
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  if (objects.length === 0) return contents;
  // No content can contain this, so it marks where each one ends, whatever became of its bytes as text.
  const mark = randomUUID();
  const { stdout } = await git.run(['cat-file', `--batch=${mark} %(objectname)`], input(objects));
  for (const record of stdout.split(`${mark} `).slice(1)) {
    const end = record.indexOf('\n');
    const text = record.slice(end + 1, -1);
    if (!text.slice(0, binarySample).includes('\0')) contents.set(record.slice(0, end), text);
  }
  return contents;
}
