import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import process from 'node:process';
import { scopeOf } from '#shared/core/runs/failure-scope.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { openProblem } from '#main/system/open-problem.ts';
import { failureOf } from '#main/system/system-failure.ts';

/** "No room for the file that processes share beside the log", an I/O error for SQLite. */
const sharedMemoryFull = 4874;

/** Result codes of SQLite that a user can cause (sqlite.org/rescode.html), most by primary code. */
export function databaseFailure(file: string, code: number, message: string): Failure | null {
  switch (code === sharedMemoryFull ? 13 : code % 256) {
    case 5:
    case 6:
      return failure(
        'database-locked',
        `The database ${file} is locked by another process.`,
        'Wait for the other Switchyard process to finish, then try again.',
      );
    case 7:
      return failure(
        'database-out-of-memory',
        `There was no memory for what the database ${file} was asked: ${message}.`,
        'End programs that are not needed, then try again: what was written is kept.',
      );
    case 8:
    case 3:
    case 14:
      return openFailure(file);
    case 10:
      return diskFailure(file, message);
    case 13:
      return failure(
        'disk-full',
        `Could not write the database ${file}: ${message}.`,
        'Free some disk space, then run again: everything written so far is kept.',
      );
    case 11:
    case 26:
      return damage(file, message);
    default:
      return null;
  }
}

/** It cannot be opened; where that is so for every file, it is no question of permissions. */
function openFailure(file: string): Failure {
  return (
    processProblem(dirname(file)) ??
    failure(
      'database-not-writable',
      `The database ${file} cannot be opened for writing.`,
      'Make its folder writable; nothing was changed.',
    )
  );
}

/** Why this process can open nothing at all; null when it can, or when it is the folder's own problem. */
function processProblem(folder: string): Failure | null {
  const why = openProblem(folder);
  return why !== null && scopeOf(why) === 'run' ? why : null;
}

function diskFailure(file: string, message: string): Failure {
  return failure(
    'database-io-failed',
    `The database ${file} could not be read or written: ${message}.`,
    'Check that the disk is in order and has room, then run again: what was written is kept.',
  );
}

/**
 * What cannot be read looks damaged to SQLite too: a disk that fails is not to be answered with an older copy, or with
 * an empty one.
 */
function damage(file: string, message: string): Failure {
  const why = readProblem(file);
  if (why !== null) return diskFailure(file, `${message}. ${why}`);
  return failure(
    'database-damaged',
    `The database ${file} is damaged: ${message}.`,
    'Make sure that its disk is in order, keep a copy of the file as it is, then put back a copy from the folder `backups` beside it. Moved away, it is made anew without any record.',
  );
}

/**
 * What the system says when the whole file is read; null when it can be. In a process of its own: a file that is
 * closed here would take the locks with it that SQLite holds on it for this process.
 */
function readProblem(file: string): string | null {
  if (process.platform === 'win32') return null;
  const { status, stderr, error } = spawnSync('cat', ['--', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
    timeout: readPatienceMs,
  });
  if (error !== undefined) return failureOf(error)?.message.replace(/\.$/, '') ?? null;
  return status === 0 ? null : stderr.trim();
}

/** A disk that does not even fail in this time does not answer. */
const readPatienceMs = 30_000;
