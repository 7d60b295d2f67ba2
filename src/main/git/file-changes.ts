import type { GitClient } from './client.ts';

/** One file that differs between two commits, as a diff view lists it. */
export interface FileDifference {
  readonly path: string;
  /** Former path of a renamed file; null for the others. */
  readonly previousPath: string | null;
  readonly kind: 'added' | 'modified' | 'deleted' | 'renamed';
  /** Lines; null for binary files. */
  readonly additions: number | null;
  readonly deletions: number | null;
}

/** Beyond so many files that appeared and vanished git looks for exact renames only. */
const renameLimit = 1_000;

/** The files that differ between two commits, renames found, in path order (git-diff-tree). */
export async function fileDifferences(
  git: GitClient,
  from: string,
  to: string,
): Promise<readonly FileDifference[]> {
  const { stdout } = await git.run([
    'diff-tree',
    '-r',
    '-z',
    '-M',
    `-l${renameLimit}`,
    '--raw',
    '--numstat',
    '--end-of-options',
    from,
    to,
  ]);
  return parseDifferences(stdout);
}

interface RawChange {
  readonly kind: FileDifference['kind'];
  readonly path: string;
  readonly previousPath: string | null;
}

/**
 * Reads `--raw --numstat -z`: first `:modes objects S\0path\0`, or `… R086\0old\0new\0`, for each file;
 * then `added\tdeleted\tpath\0`, or `added\tdeleted\t\0old\0new\0`, in the same order.
 */
export function parseDifferences(output: string): readonly FileDifference[] {
  const fields = output.split('\0');
  const raw: RawChange[] = [];
  let index = 0;
  const next = (): string => fields[index++] ?? '';
  while (fields[index]?.startsWith(':') === true) {
    const letter = next().split(' ')[4]?.slice(0, 1);
    const first = next();
    if (letter === 'R') raw.push({ kind: 'renamed', path: next(), previousPath: first });
    else raw.push({ kind: kindOf(letter), path: first, previousPath: null });
  }
  return raw.map((change) => {
    const [added = '', deleted = '', path = ''] = splitTwice(next());
    if (path === '') index += 2;
    return { ...change, additions: lineCount(added), deletions: lineCount(deleted) };
  });
}

/** Cuts at the first two tabs: a path may hold more of them. */
function splitTwice(record: string): readonly string[] {
  const [added = '', deleted = '', ...path] = record.split('\t');
  return [added, deleted, path.join('\t')];
}

function kindOf(letter: string | undefined): RawChange['kind'] {
  if (letter === 'A') return 'added';
  return letter === 'D' ? 'deleted' : 'modified';
}

function lineCount(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}
