import type { GitClient } from './client.ts';
import { literalPath } from './file-content.ts';

/** One name in conflict, and what git's messages name together with it. */
export interface NamedConflict {
  readonly path: string;
  readonly related: readonly string[];
}

const unnamed = '(no file named by git)';

/**
 * Reads `merge-tree -z --name-only --messages`: the tree; the paths in conflict; an empty field; then
 * messages, each as a number, so many paths, a type, and a text. Some conflicts, such as a folder that
 * was split up, have no path of the first kind: then those of their message count.
 */
export function parseMergeTree(
  output: string,
  isClean: boolean,
): { readonly tree: string; readonly conflicts: readonly NamedConflict[] } {
  const [tree = '', ...fields] = output.split('\0');
  if (isClean) return { tree, conflicts: [] };
  const end = fields.indexOf('');
  const named = messagesOf(fields.slice(end + 1));
  const inFiles = [...new Set(fields.slice(0, end))];
  const paths = inFiles.length > 0 ? inFiles : [...new Set(named.flat())];
  if (paths.length === 0) return { tree, conflicts: [{ path: unnamed, related: [] }] };
  const relatedTo = (path: string): readonly string[] =>
    named.filter((one) => one.includes(path)).flatMap((one) => one.filter((name) => name !== path));
  return { tree, conflicts: paths.map((path) => ({ path, related: relatedTo(path) })) };
}

/** The paths of each message that is about a conflict. */
function messagesOf(fields: readonly string[]): readonly (readonly string[])[] {
  const named: (readonly string[])[] = [];
  for (let index = 0; index + 1 < fields.length;) {
    const texts = index + 1 + Number(fields[index]);
    if (fields[texts]?.startsWith('CONFLICT') === true) named.push(fields.slice(index + 1, texts));
    index = texts + 2;
  }
  return named;
}

/**
 * What the conflicts are about, by names that somebody can look up. Where a file is in the way of a
 * folder, or was moved along with one, git puts it under a name that is in neither commit: then the
 * names in its message are meant.
 */
export async function namesOfConflicts(
  git: GitClient,
  conflicts: readonly NamedConflict[],
  [ours, theirs]: readonly [string, string],
): Promise<readonly string[]> {
  if (conflicts.length === 0) return [];
  const named = new Set(conflicts.flatMap(({ path, related }) => [path, ...related]));
  const known = new Set<string>();
  const base = await git.run(['merge-base', ours, theirs], { allowedExitCodes: [1] });
  const bases = base.exitCode === 0 ? [base.stdout.trim()] : [];
  for (const commit of [ours, theirs, ...bases]) {
    const names = [...named].map((name) => literalPath(withoutSide(name, [ours, theirs])));
    const args = ['ls-tree', '-z', '--name-only', '--full-tree', commit, '--', ...names];
    const { stdout } = await git.run(args);
    for (const name of stdout.split('\0')) known.add(name);
  }
  const names = conflicts.flatMap(({ path, related }) => {
    const plain = withoutSide(path, [ours, theirs]);
    if (known.has(plain)) return [plain];
    const others = related.filter((name) => known.has(name));
    return others.length > 0 ? others : [plain];
  });
  return [...new Set(names)];
}

/** A name without the commit that git adds to it, as in `name~<commit>` and `name~<commit>_0`. */
function withoutSide(path: string, sides: readonly string[]): string {
  for (const side of sides) {
    const at = path.lastIndexOf(`~${side}`);
    if (at > 0 && /^(?:_\d+)?$/.test(path.slice(at + side.length + 1))) return path.slice(0, at);
  }
  return path;
}
