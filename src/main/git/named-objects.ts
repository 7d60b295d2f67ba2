import type { GitClient } from './client.ts';
import { GitError } from './git-error.ts';

const kinds = ['blob', 'tree', 'commit', 'tag'] as const;

/** What stands under a name. */
export interface NamedObject {
  readonly object: string;
  readonly kind: (typeof kinds)[number];
}

/**
 * What stands under names such as `refs/heads/main` or `<tree>:<path>`, in their order; null for what is not there. Asked
 * of a git that stays, and of one of its own when that does not answer. A name with a line break is nothing.
 */
export async function namedObjects(
  git: GitClient,
  names: readonly string[],
): Promise<readonly (NamedObject | null)[]> {
  const asked = names.filter((name) => !name.includes('\n'));
  if (asked.length === 0) return names.map(() => null);
  const lines = (await answer(git, asked)).split('\n');
  const found = new Map(asked.map((name, index) => [name, parseLine(lines[index] ?? '')]));
  return names.map((name) => found.get(name) ?? null);
}

/** One line of `cat-file --batch-check`. */
function parseLine(line: string): NamedObject | null {
  const [object = '', said] = line.split(' ');
  const kind = kinds.find((one) => one === said);
  return kind === undefined ? null : { object, kind };
}

async function answer(git: GitClient, names: readonly string[]): Promise<string> {
  const args = ['cat-file', '--batch-check'];
  const text = names.map((name) => `${name}\n`).join('');
  try {
    const isAnswered = (output: string): boolean => output.split('\n').length > names.length;
    return await git.ask(args, { text, isAnswered });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return git.text(args, { input: text });
  }
}
