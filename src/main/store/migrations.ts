import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
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
];

/** Version of the schema that this program writes. */
export const schemaVersion = migrations.length;

/**
 * Brings the database to {@link schemaVersion}, one transaction per step, with a copy of the file in
 * `backupsFolder` before each step on existing data. A database of a newer program is refused.
 */
export function migrate(database: Database, backupsFolder: string): Result<void, Failure> {
  const found = Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
  if (found > schemaVersion) {
    return err(
      failure(
        'database-newer',
        `The database ${database.file} is newer (version ${found}) than this program (version ${schemaVersion}).`,
        'Update Switchyard; nothing was changed.',
      ),
    );
  }
  for (let version = found; version < schemaVersion; version += 1) {
    if (version > 0) backUp(database, backupsFolder, version);
    database.transact(() => {
      database.execute(migrations[version] ?? '');
      database.execute(`PRAGMA user_version = ${version + 1}`);
    });
  }
  return ok(undefined);
}

function backUp(database: Database, folder: string, version: number): void {
  mkdirSync(folder, { recursive: true });
  const target = join(folder, `${basename(database.file)}.version-${version}`);
  if (existsSync(target)) return;
  // Folds the write-ahead log into the file first, so that one file is the whole database.
  database.all('PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(database.file, target);
}
