import { describe, expect, it } from 'vitest';
import { classifyGitError, GitError } from './git-error.ts';
import type { GitErrorKind } from './git-error.ts';

const cases: readonly [GitErrorKind, string][] = [
  ['not-a-repository', 'fatal: not a git repository (or any of the parent directories): .git'],
  ['foreign-owner', "fatal: detected dubious ownership in repository at '/x'"],
  ['lock-held', "fatal: Unable to create '/x/.git/index.lock': File exists."],
  [
    'lock-held',
    "fatal: cannot lock ref 'refs/heads/e': Unable to create '/a\nb/e.lock': File exists.",
  ],
  ['lock-held', 'error: could not lock config file .git/config: File exists'],
  ['worktree-half-made', 'fatal: failed to read .git/worktrees/w1/commondir: Success'],
  ['other', "fatal: Unable to create '/x/index-1.lock': No such file or directory"],
  ['permission-denied', "fatal: Unable to create '/x/.git/index.lock': Permission denied"],
  ['permission-denied', "fatal: Unable to create '/x/.git/index.lock': Read-only file system"],
  ['disk-full', "fatal: Unable to create '/x/.git/index.lock': No space left on device"],
  ['disk-full', 'error: unable to write file x: Disk quota exceeded'],
  ['disk-full', "fatal: sha1 file '/x/.git/index.lock' write error. Out of diskspace"],
  ['ref-moved', "fatal: cannot lock ref 'refs/x': is at 11 but expected 22"],
  ['ref-moved', "fatal: cannot lock ref 'refs/x': reference already exists"],
  ['ref-moved', "fatal: cannot lock ref 'refs/x': unable to resolve reference 'refs/x'"],
  [
    'damaged-repository',
    "fatal: cannot lock ref 'refs/x': unable to resolve reference 'refs/x': reference broken",
  ],
  ['damaged-repository', 'fatal: bad object HEAD'],
  ['damaged-repository', 'error: object file .git/objects/12/34 is empty'],
  ['unknown-revision', 'fatal: Needed a single revision'],
  ['unknown-revision', "fatal: ambiguous argument 'x': unknown revision or path not in the tree"],
  ['other', 'fatal: something new'],
  ['other', ''],
];

describe('classifyGitError', () => {
  it.each(cases)('says %s of: %s', (kind, stderr) => {
    expect(classifyGitError(stderr, 128)).toBe(kind);
  });

  it('tells a git that is missing from a file that is', () => {
    expect(classifyGitError('Error: spawn git ENOENT', null)).toBe('git-missing');
    expect(classifyGitError('fatal: x ENOENT', 128)).toBe('other');
  });
});

describe('GitError', () => {
  it('names the verb, the first lines of the message, and what to do', () => {
    const error = new GitError('lock-held', ['-c', 'update-ref'], 128, 'one\ntwo\nthree\nfour\n');
    expect(error.failure).toEqual({
      code: 'git-lock-held',
      message: 'git update-ref failed: one / two / three.',
      action: 'Another git process is at work; wait for it to end, then try again.',
    });
    expect(new GitError('other', [], null, '').message).toBe('git git failed: no message.');
  });

  it('says in its own words what git cannot say', () => {
    const away = 'spawn git ENOENT: no such file or directory';
    expect(new GitError('folder-missing', ['status'], null, away).message).toBe(
      'A folder that git was to work in is not there: it was moved or deleted.',
    );
    const noGit = new GitError('git-missing', ['status'], null, 'Error: spawn git ENOENT');
    expect(noGit.message).toBe('git was not found.');
  });
});
