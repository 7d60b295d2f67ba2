import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';

/** An error of the operating system, as `node:fs`, `node:child_process` and `node:net` throw it. */
interface SystemError extends Error {
  readonly code: string;
  readonly path?: unknown;
  readonly dest?: unknown;
  readonly syscall?: unknown;
  readonly port?: unknown;
}

type Words = readonly [code: string, sentence: (what: string) => string, action: string];

const checkDisk =
  'Save what is important from that disk and have it checked (dmesg and smartctl say more), then try again: what is recorded is kept.';

/** What each error number means to a person: a stable code, a sentence about `what`, and what to do. */
const meanings: Readonly<Record<string, Words>> = {
  ENOSPC: ['disk-full', (what) => `No space is left for ${what}.`, 'Free some space on that disk.'],
  EDQUOT: [
    'disk-full',
    (what) => `Your disk quota is used up: there is no room for ${what}.`,
    'Free some space, or have the quota raised.',
  ],
  EFBIG: [
    'file-too-large',
    (what) => `${what} is too large for this disk.`,
    'Make it smaller, or choose another disk.',
  ],
  EROFS: [
    'read-only',
    (what) => `${what} is on a disk that can only be read.`,
    'Make the disk writable, or choose another folder.',
  ],
  EACCES: [
    'no-permission',
    (what) => `There is no permission for ${what}.`,
    'Give yourself the right to read and write it.',
  ],
  EPERM: [
    'no-permission',
    (what) => `${what} may not be changed.`,
    'Give yourself the right to read and write it.',
  ],
  EMFILE: [
    'too-many-files',
    (what) => `Too many files are open in this program: ${what} could not be opened.`,
    'Raise the limit (`ulimit -n 4096`) or run fewer tasks at a time, then try again: what is recorded is kept.',
  ],
  ENFILE: [
    'too-many-files',
    (what) => `Too many files are open on this computer: ${what} could not be opened.`,
    'End programs that are not needed, then try again: what is recorded is kept.',
  ],
  ENOMEM: [
    'out-of-memory',
    (what) => `This computer has no memory left for ${what}.`,
    'End programs that are not needed or run fewer tasks at a time, then try again: what is recorded is kept.',
  ],
  EAGAIN: [
    'too-many-processes',
    (what) => `This computer starts no further program: ${what} could not be started.`,
    'End programs that are not needed, or raise the limit (`ulimit -u`), then try again: what is recorded is kept.',
  ],
  EIO: ['disk-failed', (what) => `The disk gave an error for ${what}.`, checkDisk],
  ENXIO: ['disk-failed', (what) => `The device of ${what} does not answer.`, checkDisk],
  ENODEV: ['disk-failed', (what) => `The device of ${what} is gone.`, checkDisk],
  ESTALE: [
    'disk-failed',
    (what) => `The disk of ${what} is on another computer, which does not know it any more.`,
    'Connect that disk again, then try again: what is recorded is kept.',
  ],
  ETIMEDOUT: [
    'no-answer',
    (what) => `${what} gave no answer in time.`,
    'Look whether the disk or the network is there, then try again.',
  ],
  ENAMETOOLONG: [
    'name-too-long',
    (what) => `The name ${what} is too long.`,
    'Choose a shorter name, or a folder higher up.',
  ],
  ELOOP: [
    'link-loop',
    (what) => `${what} is a link that leads back to itself.`,
    'Take that link away.',
  ],
  ENOENT: ['path-missing', (what) => `${what} is not there.`, 'Put it back, then try again.'],
  ENOTDIR: [
    'path-missing',
    (what) => `${what} does not lead to a folder.`,
    'Put the folder back, then try again.',
  ],
  EISDIR: [
    'path-taken',
    (what) => `${what} is a folder where a file is needed.`,
    'Move that folder away, then try again.',
  ],
  EEXIST: ['path-taken', (what) => `${what} is there already.`, 'Move it away, then try again.'],
  ENOTEMPTY: [
    'path-taken',
    (what) => `${what} is not empty.`,
    'Look whether a program still writes there, then try again.',
  ],
  EBUSY: [
    'path-busy',
    (what) => `${what} is used by another program.`,
    'End that program, then try again.',
  ],
  ETXTBSY: [
    'path-busy',
    (what) => `${what} is being run or written by another program.`,
    'End that program, then try again.',
  ],
  EXDEV: [
    'other-disk',
    (what) => `${what} would have to move to another disk.`,
    'Keep the data folder and its worktrees on one disk.',
  ],
  E2BIG: [
    'arguments-too-long',
    (what) => `The command line for ${what} is too long.`,
    'Make its texts shorter.',
  ],
  ENOEXEC: [
    'not-a-program',
    (what) => `${what} is no program of this computer.`,
    'Look what is at that place, or name another program.',
  ],
  EADDRINUSE: [
    'port-taken',
    (what) => `Another program listens on ${what}.`,
    'Choose another port with --port.',
  ],
  EPIPE: ['nobody-reads', (what) => `Nobody reads ${what} any more.`, 'Try again.'],
};

/**
 * What was thrown as a failure for a person, where it is one: a {@link FailureError}, or an error of the operating
 * system; null for everything else, which is an error in this program.
 */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof FailureError) return error.failure;
  return isSystemError(error) ? describeSystemError(error) : null;
}

/** An error of the operating system in words: what it was about, and what to do. */
function describeSystemError(error: SystemError): Failure {
  if (error.syscall === 'uv_cwd') {
    const message = 'The folder that this was started in is not there any more.';
    return failure('folder-gone', message, 'Go to a folder that is there, then try again.');
  }
  const meaning = meanings[error.code];
  if (meaning !== undefined) return failure(meaning[0], meaning[1](subjectOf(error)), meaning[2]);
  return failure(
    'system-error',
    `The computer refused ${subjectOf(error)}: ${error.message.split('\n')[0] ?? error.code}.`,
    'Try again; if it stays, look whether the disk is in order.',
  );
}

/** What the error is about: a path, an address, or what was asked of the system. */
function subjectOf({ path, dest, port, syscall }: SystemError): string {
  const named = [path, dest].filter((one) => typeof one === 'string' && one !== '');
  if (named.length > 0) return named.join(' → ');
  if (typeof port === 'number') return `port ${port}`;
  return typeof syscall === 'string' ? `what was asked of it (${syscall})` : 'what was asked of it';
}

function isSystemError(error: unknown): error is SystemError {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return false;
  // Node's own errors about wrong arguments have codes of another form.
  return /^E[A-Z0-9]+$/.test(error.code) && ('syscall' in error || 'errno' in error);
}

/**
 * {@link failureOf}, and for an error in this program the one sentence that a person reads of it; where it
 * happened is for the file of `details`, and for nobody's screen.
 */
export function anyFailureOf(error: unknown, details: string | null = null): Failure {
  const known = failureOf(error);
  if (known !== null) return known;
  const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const first = words.split('\n')[0]?.slice(0, 300) ?? '';
  const where = details === null ? '' : ` Its details are in ${details}; please report them.`;
  return failure(
    'program-error',
    `Switchyard met an error of its own: ${first}.`.replace(/\.\.$/, '.'),
    `What is recorded is kept, and work stays in its worktrees and in the vault. Try again, or go on with \`switchyard run --resume\`.${where}`,
  );
}
