import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { makePrivateFile, privateFolderMode } from '#main/system/private-files.ts';
import type { Database } from './database.ts';

/**
 * Brings the database through `steps`, one transaction each, with a copy of it in `backupsFolder`
 * before each step on existing data. A database of a newer program is refused unchanged.
 * @throws {FailureError} when a step or its copy cannot be written; the database is as it was before
 * that step
 */
export function migrate(
  database: Database,
  backupsFolder: string,
  steps: readonly string[],
): Result<void, Failure> {
  const isNew = versionOf(database) === 0;
  for (;;) {
    const version = versionOf(database);
    if (version === steps.length) return ok(undefined);
    if (version > steps.length) {
      return err(
        failure(
          'database-newer',
          `The database ${database.file} is newer (version ${version}) than this program (version ${steps.length}).`,
          'Update Switchyard; nothing was changed.',
        ),
      );
    }
    const backup = isNew ? null : backUp(database, backupsFolder, version);
    let isTaken = false;
    try {
      isTaken = takeStep(database, version, steps[version] ?? '');
    } finally {
      // The database is what it was, or another process took the step and made a copy of its own.
      if (!isTaken && backup !== null) rmSync(backup, { force: true });
    }
  }
}

function versionOf(database: Database): number {
  return Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
}

/** False when another process took the step in the meantime. */
function takeStep(database: Database, version: number, step: string): boolean {
  return database.transact(() => {
    if (versionOf(database) !== version) return false;
    database.execute(step);
    database.execute(`PRAGMA user_version = ${version + 1}`);
    return true;
  });
}

/** Copies the database into a file that is there as a whole or not at all, and stays. */
function backUp(database: Database, folder: string, version: number): string {
  const name = `${basename(database.file)}.version-${version}`;
  try {
    mkdirSync(folder, { recursive: true, mode: privateFolderMode });
    const draft = join(folder, `${name}.draft-${process.pid}`);
    rmSync(draft, { force: true });
    try {
      makePrivateFile(draft);
      database.copyTo(draft);
      const target = freeName(join(folder, name));
      syncFile(draft);
      renameSync(draft, target);
      return target;
    } finally {
      rmSync(draft, { force: true });
    }
  } catch (error) {
    if (error instanceof FailureError) throw error;
    throw new FailureError(describeWriteError(error, folder), error);
  }
}

/** An earlier copy of the same version may be of other data: it is never overwritten. */
function freeName(wanted: string): string {
  let target = wanted;
  for (let number = 2; existsSync(target); number += 1) target = `${wanted}.${number}`;
  return target;
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
