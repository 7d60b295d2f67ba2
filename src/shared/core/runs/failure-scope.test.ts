import { describe, expect, it } from 'vitest';
import { scopeOf } from './failure-scope.ts';

const ofRun = [
  'disk-full',
  'git-disk-full',
  'database-locked',
  'database-not-writable',
  'database-io-failed',
  'database-damaged',
  'git-git-missing',
  'repository-missing',
  'repository-not-writable',
  'repository-unreadable',
  'data-folder-not-writable',
  'too-many-files',
  'out-of-memory',
  'too-many-processes',
  'program-closed',
];

/** All kinds of {@link GitError} but those that stand above. */
const ofGit = [
  'folder-missing',
  'not-a-repository',
  'foreign-owner',
  'lock-held',
  'worktree-half-made',
  'ref-moved',
  'unknown-revision',
  'permission-denied',
  'damaged-repository',
  'ended',
  'other',
].map((kind) => `git-${kind}`);

const ofOneTask = [
  ...ofGit,
  'read-only',
  'write-failed',
  'no-permission',
  'disk-failed',
  'name-too-long',
  'link-loop',
  'path-missing',
  'path-taken',
  'path-busy',
  'no-answer',
  'file-too-large',
  'other-disk',
  'system-error',
  'program-error',
  'embedded-repository',
  'branch-checked-out',
  'worktree-not-clean',
  'epic-branch-gone',
  'illegal-attempt-phase',
  'a code that nobody has heard of',
];

describe('the scope of a failure', () => {
  it.each(ofRun)('is the run for %s', (code) => {
    expect(scopeOf({ code })).toBe('run');
  });

  it.each(ofOneTask)('is one task for %s', (code) => {
    expect(scopeOf({ code })).toBe('task');
  });
});
