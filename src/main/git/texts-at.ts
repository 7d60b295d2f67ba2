import { randomUUID } from 'node:crypto';
import type { GitClient } from './client.ts';
import { longestText } from './file-content.ts';
import { GitError } from './git-error.ts';

/** A file in a commit, which is known to be there. */
export interface FileAt {
  readonly commit: string;
  readonly path: string;
}

const binarySample = 8_000;

/** What is read of all files together, in bytes, by the git that stays; more is read by one of its own. */
const mostAtOnce = 4 * 1024 ** 2;
/** No content can contain this, so it marks where each one begins, whatever became of its bytes as text. */
const mark = randomUUID();
const sizes = ['cat-file', '--batch-check=%(objecttype) %(objectsize) %(objectname)'];
const texts = ['cat-file', `--batch=${mark} %(objectname)`];

/**
 * The texts of files in commits, asked for together: their sizes, and then their contents. Null for what is too long,
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
  const found = (await linesFor(git, sizes, asked, true)).split('\n');
  const objects = new Map<string, string>();
  let bytes = 0;
  for (const [index, line] of found.entries()) {
    const [type, size = '', object = ''] = line.split(' ');
    const name = asked[index];
    if (name === undefined || type !== 'blob' || Number(size) > longestText) continue;
    objects.set(name, object);
    bytes += Number(size);
  }
  const contents = await contentsOf(git, [...new Set(objects.values())], bytes <= mostAtOnce);
  return names.map((name) => contents.get(objects.get(name) ?? '') ?? null);
}

async function contentsOf(
  git: GitClient,
  objects: readonly string[],
  isSmall: boolean,
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  if (objects.length === 0) return contents;
  const answer = await linesFor(git, texts, objects, isSmall);
  for (const record of answer.split(`${mark} `).slice(1)) {
    const end = record.indexOf('\n');
    const text = record.slice(end + 1, -1);
    if (!text.slice(0, binarySample).includes('\0')) contents.set(record.slice(0, end), text);
  }
  return contents;
}

/** What git says to these lines; a git that stays is asked where the answer is small, and where it can answer. */
async function linesFor(
  git: GitClient,
  args: readonly string[],
  lines: readonly string[],
  isSmall: boolean,
): Promise<string> {
  const input = [...lines, ''].join('\n');
  // What is no object comes back as it is, and so marks the end.
  const end = `${mark} missing\n`;
  const question = { text: `${input}${mark}\n`, isAnswered: (said: string) => said.endsWith(end) };
  const answer = isSmall
    ? await git.ask(args, question).catch((error: unknown) => {
        if (error instanceof GitError) return null;
        throw error;
      })
    : null;
  if (answer !== null) return answer.slice(0, -end.length);
  return (await git.run(args, { input })).stdout;
}
