import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** Why git refused, as far as callers act on it. */
export type GitErrorKind =
  | 'git-missing'
  | 'folder-missing'
  | 'not-a-repository'
  | 'foreign-owner'
  | 'lock-held'
  | 'worktree-half-made'
  | 'ref-moved'
  | 'unknown-revision'
  | 'disk-full'
  | 'permission-denied'
  | 'damaged-repository'
  /** It did not come to its end in time, or was not to go on, and was ended by this program. */
  | 'ended'
  /** The process that had started it was ended; how far it came is not known. */
  | 'starter-lost'
  /** The same, again and again. */
  | 'starter-lost-often'
  | 'other';

/** The one exception that the git folder throws: git ran, or should have, and did not succeed. */
export class GitError extends FailureError {
  readonly kind: GitErrorKind;
  readonly exitCode: number | null;
  readonly stderr: string;

  constructor(
    kind: GitErrorKind,
    args: readonly string[],
    exitCode: number | null,
    stderr: string,
  ) {
    super(describe(kind, args, stderr));
    this.name = 'GitError';
    this.kind = kind;
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** Classifies git's message; it is stable because every call runs under `LC_ALL=C`. */
export function classifyGitError(stderr: string, exitCode: number | null): GitErrorKind {
  if (exitCode === null && /ENOENT/.test(stderr)) return 'git-missing';
  if (/No space left on device|Out of diskspace|Disk quota exceeded|ENOSPC/i.test(stderr))
    return 'disk-full';
  if (/Read-only file system|Permission denied|EACCES/i.test(stderr)) return 'permission-denied';
  if (/reference broken/.test(stderr)) return 'damaged-repository';
  if (/but expected|reference already exists|unable to resolve reference/.test(stderr)) {
    return 'ref-moved';
  }
  if (/\.lock'?: File exists|could not lock config file .*: File exists/.test(stderr)) {
    return 'lock-held';
  }
  // Git reads all worktrees in many commands; one that is just being made has an empty file for a moment.
  if (/failed to read '?.*[\\/]commondir/.test(stderr)) return 'worktree-half-made';
  if (/not a git repository/i.test(stderr)) return 'not-a-repository';
  if (/detected dubious ownership/.test(stderr)) return 'foreign-owner';
  if (/bad object|corrupt|object file .* is empty|invalid object/i.test(stderr)) {
    return 'damaged-repository';
  }
  if (/unknown revision|Needed a single revision|bad revision|not a valid object/i.test(stderr)) {
    return 'unknown-revision';
  }
  return 'other';
}

const actions: Readonly<Record<GitErrorKind, string>> = {
  'git-missing': 'Install git 2.38 or newer and make sure that it is on PATH.',
  'folder-missing': 'Put it back, or open the repository at its new place; all records are kept.',
  'not-a-repository': 'Open a folder that is inside a git repository.',
  'foreign-owner':
    'Open it as its owner, or trust it: git config --global --add safe.directory <folder>.',
  'lock-held': 'Another git process is at work; wait for it to end, then try again.',
  'worktree-half-made':
    'Wait for the git that makes this worktree; if none does, delete the folder around that file.',
  'ref-moved': 'Something else moved the branch; try again.',
  'unknown-revision': 'Check the branch name in .switchyard/project.yaml.',
  'disk-full': 'Free some disk space, then run again: everything written so far is kept.',
  'permission-denied': 'Make the repository and the data folder writable, then run again.',
  'damaged-repository': 'Run `git fsck` in the repository and repair it before you go on.',
  ended: 'Look for what it waits for: a filter, a hook, a pipe in place of a file, the network.',
  'starter-lost': 'Go on with the run: what is recorded is kept.',
  'starter-lost-often':
    'Look whether the computer has memory left (dmesg says more), then go on with the run: what is recorded is kept.',
  other: 'Look at the message of git above, then try again.',
};

function describe(kind: GitErrorKind, args: readonly string[], stderr: string): Failure {
  const verb = args.find((argument) => !argument.startsWith('-')) ?? 'git';
  const firstLine = stderr.trim().split('\n').slice(0, 3).join(' / ');
  const ended = `git ${verb} did not come to its end and was ended`;
  const message =
    kind === 'ended'
      ? `${ended}.`
      : (ownWords[kind] ?? withStop(`git ${verb} failed: ${firstLine || 'no message'}`));
  return failure(`git-${kind}`, message, actions[kind]);
}

/** Another sentence follows what git said. */
function withStop(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

/** What is said where git said nothing itself, because it was not even started. */
const ownWords: Partial<Readonly<Record<GitErrorKind, string>>> = {
  'git-missing': 'git was not found.',
  'folder-missing': 'A folder that git was to work in is not there: it was moved or deleted.',
  'starter-lost':
    'The process that starts git for Switchyard was ended while a git was under way (maybe for want of memory).',
  'starter-lost-often':
    'The process that starts git for Switchyard was ended again and again (maybe for want of memory).',
};
