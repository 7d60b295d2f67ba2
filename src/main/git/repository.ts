import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { GitError } from './git-error.ts';
import type { GitClient } from './client.ts';
import { likelyBase } from './branches.ts';
import { noWorkingTree } from './no-working-tree.ts';
import { resolveCommit } from './refs.ts';

/** Lowest git that has `merge-tree --write-tree`. */
export const minimumGitVersion = [2, 38] as const;

export interface Repository {
  /** Root of the user's working tree, symbolic links resolved. */
  readonly root: string;
  /** Folder that all worktrees share (`.git` of the main one). */
  readonly commonDirectory: string;
  readonly head: string;
  /** Branch checked out by the user, short name; null when HEAD is detached. */
  readonly branch: string | null;
  /** Branch that epics are to start from where nothing else is said, see {@link likelyBase}. */
  readonly likelyBase: string | null;
}

/** Version of git as numbers, or a failure that says what is needed. */
export async function checkGitVersion(git: GitClient): Promise<Result<string, Failure>> {
  let text: string;
  try {
    text = await git.text(['version']);
  } catch (error) {
    if (error instanceof GitError) return err(error.failure);
    throw error;
  }
  const match = /(\d+)\.(\d+)(?:\.\d+)?/.exec(text);
  const major = Number(match?.[1]);
  const minor = Number(match?.[2]);
  const [neededMajor, neededMinor] = minimumGitVersion;
  if (match === null || major < neededMajor || (major === neededMajor && minor < neededMinor)) {
    return err(
      failure(
        'git-too-old',
        `git ${match?.[0] ?? text} is too old: Switchyard merges without a checkout, which needs ${neededMajor}.${neededMinor}.`,
        `Install git ${neededMajor}.${neededMinor} or newer.`,
      ),
    );
  }
  return ok(match[0]);
}

/**
 * Opens the repository that `git.folder` lies in. Refuses, with what to do: a git that is missing or
 * too old, no repository, a bare one, one without a commit (SPEC section 13).
 */
export async function inspectRepository(git: GitClient): Promise<Result<Repository, Failure>> {
  const { folder } = git;
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) {
    const message =
      found === null ? `There is no folder ${folder}.` : `${folder} is a file, not a folder.`;
    return err(failure('not-a-repository', message, 'Open a folder that exists.'));
  }
  // An older git does not know all that is asked below.
  const version = await checkGitVersion(git);
  if (!version.ok) return version;
  const common = await findCommonDirectory(git);
  if (!common.ok) return common;
  const head = await resolveCommit(git, 'HEAD');
  if (head === null) {
    return err(
      failure(
        'unborn-repository',
        `${folder} has no commit yet.`,
        'Make a first commit (`git commit --allow-empty -m "Start"`), then try again.',
      ),
    );
  }
  const root = await git.text(['rev-parse', '--show-toplevel']);
  const elsewhere = await foundElsewhere(git, root, common.value);
  if (elsewhere !== null) return err(elsewhere);
  const symbolic = await git.run(['symbolic-ref', '--quiet', 'HEAD'], { allowedExitCodes: [1] });
  const isAttached = symbolic.exitCode === 0;
  const branch = isAttached ? symbolic.stdout.trim().replace(/^refs\/heads\//, '') : null;
  return ok({
    root: await realpath(root),
    commonDirectory: await realpath(common.value),
    head,
    branch,
    likelyBase: await likelyBase(git, branch),
  });
}

/**
 * That git does not find this repository where its files lie (`core.worktree`): nothing could be asked there. Null when
 * it does.
 */
async function foundElsewhere(
  git: GitClient,
  root: string,
  commonDirectory: string,
): Promise<Failure | null> {
  if (commonDirectory === join(root, '.git')) return null;
  const args = ['rev-parse', '--path-format=absolute', '--git-common-dir'];
  const there = await git
    .at(root)
    .text(args)
    .catch((error: unknown) => {
      if (error instanceof GitError && error.kind === 'not-a-repository') return null;
      throw error;
    });
  if (there === commonDirectory) return null;
  return failure(
    'files-elsewhere',
    `The files of this repository lie in ${root} (core.worktree), and git does not find it from there: its git folder is ${commonDirectory}.`,
    `Lead git there with a file ${join(root, '.git')} that has the line "gitdir: ${commonDirectory}", then open ${root}.`,
  );
}

/** The git folder of the repository around `git.folder`, if that has a working tree. */
async function findCommonDirectory(git: GitClient): Promise<Result<string, Failure>> {
  const { folder } = git;
  const questions = ['--is-bare-repository', '--is-inside-git-dir', '--path-format=absolute'];
  try {
    const output = await git.text(['rev-parse', ...questions, '--git-common-dir']);
    const [bare, insideGitDirectory, ...rest] = output.split('\n');
    // A folder's name may hold line breaks.
    if (bare !== 'true' && insideGitDirectory !== 'true') return ok(rest.join('\n'));
    return err(await noWorkingTree(git, rest.join('\n'), bare === 'true'));
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.kind !== 'not-a-repository') return err(error.failure);
    return err(
      failure(
        'not-a-repository',
        `${folder} is not inside a git repository.`,
        'Run `git init` and make a first commit, or open another folder.',
      ),
    );
  }
}

/** Time limit for asking git who commits, in ms: git may look the name of this machine up. */
const identityLimitMs = 20_000;

/** Whether commits can be made under the user's own name (`user.name`, `user.email`), not under ours. */
export async function hasIdentity(git: GitClient): Promise<boolean> {
  for (const one of ['GIT_AUTHOR_IDENT', 'GIT_COMMITTER_IDENT']) {
    const { exitCode } = await git.watched(['var', one], { limitMs: identityLimitMs });
    if (exitCode !== 0) return false;
  }
  return true;
}
