import type { GitClient } from '#main/git/client.ts';
import { GitError } from '#main/git/git-error.ts';

/** Something in a folder that a tree cannot hold as the folder has it. */
export interface LeftOut {
  /** Its path in the folder; of a folder, without a slash at the end. */
  readonly path: string;
  readonly reason: 'repository' | 'refused';
  /** Git's own words, where it refused. */
  readonly words: string | null;
}

/** More paths than this are given to git piece by piece. */
const mostAtOnce = 50_000;

/** Names as git quotes them: of other bytes than text a name can be shown, and given back, in no other way. */
const quoted = { settings: ['core.quotePath=true'] };

/**
 * Brings the index to what the folder has: changed, deleted, replaced and new files that are not ignored. In place
 * of `git add --all`, which asks, and so starts what is set up in, every repository that lies inside. What cannot be
 * taken is listed, and all else is taken.
 */
export async function safeAdd(git: GitClient): Promise<readonly LeftOut[]> {
  return (await addAll(git)).left;
}

/** What was done by {@link safeAdd}, and what the folder has beside it. */
export interface Added {
  readonly left: readonly LeftOut[];
  /**
   * What git ignores there, as `lookAt` lists what differs from the index; null where that was not found out on the way.
   * What is changed meanwhile is not in it.
   */
  readonly look: string | null;
}

/** {@link safeAdd}, and what it found out on the way. */
export async function addAll(git: GitClient): Promise<Added> {
  const { found, look } = await findChanges(git);
  // What git lists with a slash is a repository of its own, which it does not look into.
  const isRepository = (name: string): boolean => /\/"?$/.test(name);
  const left: LeftOut[] = found.filter(isRepository).map((name) => ({
    path: unquoted(name).slice(0, -1),
    reason: 'repository',
    words: null,
  }));
  const names = [...new Set(found.filter((name) => !isRepository(name)))];
  for (let start = 0; start < names.length; start += mostAtOnce) {
    const some = names.slice(start, start + mostAtOnce);
    if (!(await isTaken(git, some))) await take(git, await withoutGone(git, some), left);
  }
  return { left, look: left.length === 0 ? look : null };
}

/** Changed, deleted and new files, as git names them, and the rest: what it ignores. */
async function findChanges(
  git: GitClient,
): Promise<{ readonly found: readonly string[]; readonly look: string | null }> {
  const all = ['ls-files', '-t', '-m', '-o', '--directory', '--no-empty-directory'];
  const seen = lines((await git.run(all, quoted)).stdout);
  const named = (letter: string): readonly string[] =>
    seen.filter((line) => line.startsWith(`${letter} `)).map((line) => line.slice(2));
  const [others, changed] = [named('?'), named('C')];
  if (others.length + changed.length < seen.length)
    return { found: await listAll(git), look: null };
  if (others.length === 0) return { found: changed, look: '' };
  const args = ['ls-files', '-o', '--exclude-standard'];
  const fresh = lines((await git.run(args, quoted)).stdout);
  return { found: [...fresh, ...changed], look: withoutTaken(others, fresh) };
}

async function listAll(git: GitClient): Promise<readonly string[]> {
  const args = ['ls-files', '-m', '-o', '--exclude-standard'];
  return lines((await git.run(args, quoted)).stdout);
}

/** What is left of `others` when the files `fresh` are taken; null where a folder has some of both. */
function withoutTaken(others: readonly string[], fresh: readonly string[]): string | null {
  const names = new Set(fresh.map(unquoted));
  const folders = new Set([...names].flatMap(foldersOf));
  const rest = others.filter((name) => !names.has(unquoted(name)));
  if (rest.some((name) => folders.has(unquoted(name)))) return null;
  return text(rest);
}

/** The folders that a path lies in, each with a slash at its end. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_part, index) => `${parts.slice(0, index + 1).join('/')}/`);
}

/** False when git refuses one of these files. */
async function isTaken(git: GitClient, names: readonly string[]): Promise<boolean> {
  try {
    await update(git, names);
    return true;
  } catch (error) {
    if (error instanceof GitError && isAboutFile(error)) return false;
    throw error;
  }
}

/**
 * Removes from the index what is gone in a way that a list of changed files does not show, such as behind a link in the
 * place of a folder.
 * @returns the names that are left
 */
async function withoutGone(git: GitClient, names: readonly string[]): Promise<readonly string[]> {
  const deleted = ['--ignore-submodules=dirty', '--diff-filter=D', '--no-renames', '--name-only'];
  const gone = new Set(lines((await git.run(['diff-files', ...deleted], quoted)).stdout));
  if (gone.size > 0) {
    await git.run(['update-index', '--force-remove', '--stdin'], { input: text([...gone]) });
  }
  return names.filter((name) => !gone.has(name));
}

async function update(git: GitClient, names: readonly string[]): Promise<void> {
  const args = ['update-index', '--add', '--remove', '--replace', '--stdin'];
  await git.run(args, { input: text(names) });
}

/** Takes these files; where git refuses, looks for those that it refuses. */
async function take(git: GitClient, names: readonly string[], left: LeftOut[]): Promise<void> {
  try {
    if (names.length > 0) await update(git, names);
  } catch (error) {
    // A full disk or a lock is nobody's file.
    if (!(error instanceof GitError) || !isAboutFile(error)) throw error;
    const [only] = names;
    if (names.length === 1 && only !== undefined) {
      left.push({ path: unquoted(only), reason: 'refused', words: error.stderr.trim() });
      return;
    }
    const middle = Math.ceil(names.length / 2);
    await take(git, names.slice(0, middle), left);
    await take(git, names.slice(middle), left);
  }
}

function isAboutFile({ kind, stderr }: GitError): boolean {
  if (kind !== 'other' && kind !== 'permission-denied') return false;
  return /unable to process path|unable to (?:index|stat) |open\(|clean filter/i.test(stderr);
}

function lines(output: string): readonly string[] {
  return output.split('\n').filter((line) => line !== '');
}

function text(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('');
}

const escapes: Readonly<Record<string, number>> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13 };

/** A name as git quotes it, as text: `"a\303\244\n"` → `aä` and a line break. */
export function unquoted(name: string): string {
  if (!name.startsWith('"')) return name;
  const bytes: number[] = [];
  for (const [piece, octal, letter] of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/g)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (letter !== undefined) bytes.push(escapes[letter] ?? letter.charCodeAt(0));
    else bytes.push(...Buffer.from(piece));
  }
  return Buffer.from(bytes).toString('utf8');
}
