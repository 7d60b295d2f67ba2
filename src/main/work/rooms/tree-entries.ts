import type { GitClient } from '#main/git/client.ts';
import { namedObjects } from '#main/git/named-objects.ts';

/** Git's names of what stands at `paths` in a tree or commit; null for what is not there. */
export async function entriesOf(
  git: GitClient,
  tree: string,
  paths: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const names = paths.map((path) => `${tree}:${path.replace(/\/+$/, '')}`);
  const found = await namedObjects(git, names);
  return Object.fromEntries(
    paths.map((path, index): [string, string | null] => [path, found[index]?.object ?? null]),
  );
}
