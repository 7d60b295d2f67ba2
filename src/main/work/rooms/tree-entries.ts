import { GitError } from '#main/git/git-error.ts';
import type { GitClient } from '#main/git/client.ts';

/**
 * Git's names of what stands at `paths` in a tree or commit; null for what is not there. Asked of a git that
 * stays, and of one of its own when that does not answer.
 */
export async function entriesOf(
  git: GitClient,
  tree: string,
  paths: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const asked = paths.filter((path) => !path.includes('\n'));
  if (asked.length === 0) return {};
  const text = asked.map((path) => `${tree}:${path.replace(/\/+$/, '')}\n`).join('');
  const lines = (await answer(git, text, asked.length)).split('\n');
  return Object.fromEntries(
    asked.map((path, index): [string, string | null] => {
      const [object = '', kind] = (lines[index] ?? '').split(' ');
      return [path, kind === 'blob' || kind === 'tree' || kind === 'commit' ? object : null];
    }),
  );
}

async function answer(git: GitClient, text: string, count: number): Promise<string> {
  const args = ['cat-file', '--batch-check'];
  try {
    const isAnswered = (output: string): boolean => output.split('\n').length > count;
    return await git.ask(args, { text, isAnswered });
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    return git.text(args, { input: text });
  }
}
