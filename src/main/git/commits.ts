import { rm, writeFile } from 'node:fs/promises';
import { shownText } from '#shared/core/text/shown-text.ts';
import type { ChangedFiles } from '#shared/model/attempt.ts';
import { privateFileMode } from '#main/system/private-files.ts';
import type { GitClient } from './client.ts';
import { GitError } from './git-error.ts';
import { namedObjects } from './named-objects.ts';

/** A commit that is to be made. */
export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
}

/** Makes a commit and returns its name; no ref moves. */
export type CommitMaker = (git: GitClient, commit: NewCommit) => Promise<string>;

/** The message as it is written: it moves no terminal, and no secret in it goes where the branch is pushed. */
export function writtenMessage(git: Pick<GitClient, 'mask'>, message: string): string {
  return git.mask(shownText(message));
}

/** Makes a commit of `tree` and returns its name; no ref moves (git-commit-tree). */
export async function commitTree(git: GitClient, requested: NewCommit): Promise<string> {
  const commit = { ...requested, message: writtenMessage(git, requested.message) };
  const written = await writeCommit(git, commit);
  if (written !== null) return written;
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return git.text(['commit-tree', commit.tree, ...parents, '-F', '-'], { input: commit.message });
}

/**
 * Writes the object that git-commit-tree would, with a git that stays (git-hash-object). Null when that
 * was not possible: git-commit-tree says why.
 */
async function writeCommit(git: GitClient, commit: NewCommit): Promise<string | null> {
  const file = git.temporaryFile();
  if (file === null) return null;
  try {
    const { author, committer } = await git.signatures();
    const head = [
      `tree ${commit.tree}`,
      ...[...new Set(commit.parents)].map((parent) => `parent ${parent}`),
      `author ${author}`,
      `committer ${committer}`,
    ];
    await writeFile(file, `${head.join('\n')}\n\n${commit.message}`, { mode: privateFileMode });
    const args = ['hash-object', '-t', 'commit', '-w', '--stdin-paths'];
    const isAnswered = (output: string): boolean => /^[0-9a-f]+\n$/.test(output);
    return (await git.ask(args, { text: `${file}\n`, isAnswered })).trim();
  } catch (error) {
    if (error instanceof GitError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  } finally {
    await rm(file, { force: true }).catch(() => {
      // The folder is emptied after the run.
    });
  }
}

/** The tree of a commit. */
export async function treeOf(git: GitClient, commit: string): Promise<string> {
  const [known = null] = await namedObjects(git, [`${commit}^{tree}`]);
  if (known?.kind === 'tree') return known.object;
  // It says what is wrong.
  return git.text(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
}

/**
 * The newest commit that both have: `expected` itself unless `commit` was made from something older.
 * An unrelated history has none; then `expected` stands, and a merge will show the conflict.
 */
export async function commonBase(
  git: GitClient,
  expected: string,
  commit: string,
): Promise<string> {
  const { exitCode, stdout } = await git.run(['merge-base', expected, commit], {
    allowedExitCodes: [1],
  });
  return exitCode === 0 ? stdout.trim() : expected;
}

/** One path that differs between two trees. */
export interface TreeChange {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted';
  /** Object on the newer side; all zeros when deleted. */
  readonly object: string;
  /** Whether the newer side is another repository (a gitlink), whose content git does not hold. */
  readonly isRepository: boolean;
  /** Whether the newer side is a symbolic link, whose content is its target. */
  readonly isLink: boolean;
}

const rawDiff = ['diff-tree', '-r', '-t', '-z', '--raw', '--no-renames'];

/** Paths that differ between two trees or commits, in path order. */
export async function treeChanges(
  git: GitClient,
  from: string,
  to: string,
): Promise<readonly TreeChange[]> {
  return parseRawDiff(await rawChanges(git, from, to));
}

async function rawChanges(git: GitClient, from: string, to: string): Promise<string> {
  return (await git.run([...rawDiff, from, to])).stdout;
}

/** {@link treeChanges} between two commits by their full names, from a git that stays. */
export async function commitChanges(
  git: GitClient,
  from: string,
  to: string,
): Promise<readonly TreeChange[]> {
  return parseRawDiff(await rawCommitChanges(git, from, to));
}

/** {@link commitChanges}, and the folders in which they are. */
export async function changedEntries(
  git: GitClient,
  from: string,
  to: string,
): Promise<readonly TreeChange[]> {
  return parseRawEntries(await rawCommitChanges(git, from, to), null);
}

async function rawCommitChanges(git: GitClient, from: string, to: string): Promise<string> {
  // What is no name of an object comes back as it is, and so marks the end. No path in a commit can
  // hold the commit's own name, so none is taken for the mark.
  const end = `(${to} ${from})\n`;
  const answer = await git
    .ask([...rawDiff, '--stdin'], {
      text: `${to} ${from}\n${end}`,
      isAnswered: (output) => output.endsWith(end),
    })
    .catch((error: unknown) => {
      if (error instanceof GitError) return end;
      throw error;
    });
  const head = `${to}\0`;
  // Nothing is what it says too when there is no such commit; a second question distinguishes the two.
  if (!answer.startsWith(head)) return rawChanges(git, from, to);
  return answer.slice(head.length, -end.length);
}

/** Reads `--raw -z` output without renames, `:oldmode newmode old new S\0path\0…`; folders are left out. */
export function parseRawDiff(output: string): readonly TreeChange[] {
  return parseRawEntries(output, isFolder);
}

/** A record about a folder, on either side. */
const isFolder = /^:040000 |^:\d+ 040000 /;

function parseRawEntries(output: string, leavesOut: RegExp | null): readonly TreeChange[] {
  const fields = output.split('\0');
  const changes: TreeChange[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const record = fields[index] ?? '';
    if (leavesOut?.test(record) === true) continue;
    const [, newMode, , object, letter] = record.split(' ');
    const path = fields[index + 1] ?? '';
    const status = letter === 'A' ? 'added' : letter === 'D' ? 'deleted' : 'modified';
    const kind = { isRepository: newMode === '160000', isLink: newMode === '120000' };
    changes.push({ path, status, object: object ?? '', ...kind });
  }
  return changes;
}

/** The same changes by kind, as records keep them. */
export function groupChanges(changes: readonly TreeChange[]): ChangedFiles {
  const paths = (status: TreeChange['status']): string[] =>
    changes.filter((change) => change.status === status).map((change) => change.path);
  return { modified: paths('modified'), created: paths('added'), deleted: paths('deleted') };
}

/** Subjects of the commits in `from..to`, newest first. */
export async function commitSubjects(
  git: GitClient,
  from: string,
  to: string,
): Promise<readonly { readonly commit: string; readonly subject: string }[]> {
  const log = await git.text(['log', '--format=%H %s', `${from}..${to}`, '--']);
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const cut = line.indexOf(' ');
      return { commit: line.slice(0, cut), subject: line.slice(cut + 1) };
    });
}
