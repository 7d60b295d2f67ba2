import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { failure, FailureError } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { describeWriteError } from '#main/system/atomic-write.ts';
import { makePrivateFile, privateFolderMode } from '#main/system/private-files.ts';
import type { Database } from './database.ts';

/** One table of documents: JSON, its place in the change feed, and columns to look it up by. */
function documentTable(name: string, lookups: Readonly<Record<string, string>>): string {
  const columns = Object.entries(lookups).map(
    ([column, path]) => `${column} TEXT GENERATED ALWAYS AS (document ->> '${path}') VIRTUAL`,
  );
  const fixed = [
    'id TEXT PRIMARY KEY',
    'sequence INTEGER NOT NULL UNIQUE',
    'document TEXT NOT NULL',
  ];
  const indexes = Object.keys(lookups).map(
    (column) => `CREATE INDEX ${name}_${column} ON ${name} (${column});`,
  );
  return `CREATE TABLE ${name} (${[...fixed, ...columns].join(', ')});${indexes.join('')}`;
}

/** Schema steps, oldest first; step n brings version n-1 to n. Never change one that was released. */
const migrations: readonly string[] = [
  [
    `CREATE TABLE log (
       sequence INTEGER PRIMARY KEY AUTOINCREMENT,
       at TEXT NOT NULL,
       entry TEXT NOT NULL
     );`,
    // The log is append only; SQLite sees to that.
    "CREATE TRIGGER log_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;",
    "CREATE TRIGGER log_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END;",
    'CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);',
    "INSERT INTO counter VALUES ('change', 0);",
    documentTable('epics', { status: '$.status' }),
    documentTable('tasks', { epic_id: '$.epicId', status: '$.status' }),
    documentTable('runs', { status: '$.status' }),
    documentTable('attempts', { task_id: '$.taskId', run_id: '$.runId', phase: '$.phase' }),
    documentTable('evidence', { task_id: '$.taskId', attempt_id: '$.attemptId', tree: '$.tree' }),
    documentTable('receipts', { task_id: '$.taskId', epic_id: '$.epicId' }),
    documentTable('telemetry', { task_id: '$.taskId', run_id: '$.runId' }),
    documentTable('notifications', {}),
    documentTable('worktrees', { task_id: '$.taskId' }),
  ].join('\n'),
  // What happened to one document is asked for whenever its history is looked at.
  "CREATE INDEX log_document ON log (entry ->> '$.collection', entry ->> '$.id');",
  // Tells this store from any that takes its place. SQLite's own randomness makes it within the step.
  `CREATE TABLE identity (id TEXT NOT NULL);
   INSERT INTO identity VALUES (lower(hex(randomblob(16))));`,
  // Tasks that are closed without a merge came closed: they are not shown as verified any more. Pages
  // learn of it like of any other change.
  [
    documentTable('taskFiles', {}),
    `UPDATE tasks SET
       sequence = imported.next,
       document = json_set(document, '$.closedByHand', json_object(
         'reason', 'It was closed already when it was imported.',
         'by', 'import',
         'at', coalesce(document ->> '$.completedAt', document ->> '$.createdAt')))
     FROM (
       SELECT id AS task, (SELECT value FROM counter WHERE name = 'change')
         + row_number() OVER (ORDER BY sequence) AS next
       FROM tasks
       WHERE status = 'closed'
         AND NOT EXISTS (SELECT 1 FROM receipts WHERE receipts.task_id = tasks.id)
     ) AS imported
     WHERE imported.task = tasks.id;`,
    `UPDATE counter SET value = max(value, (SELECT coalesce(max(sequence), 0) FROM tasks))
     WHERE name = 'change';`,
  ].join('\n'),
];

/**
 * Brings the database through `steps`, one transaction each, with a copy of it in `backupsFolder`
 * before each step on existing data. A database of a newer program is refused unchanged.
 * @throws {FailureError} when a step or its copy cannot be written; the database is as it was before
 * that step
 */
export function migrate(
  database: Database,
  backupsFolder: string,
  steps: readonly string[] = migrations,
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
