import { namesOf } from '#shared/core/records/collection-table.ts';
import type { CollectionTable, Lookup, Shapes } from '#shared/core/records/collection-table.ts';
import { chainStep, guardTriggers, sealStep } from './seal-steps.ts';

/** Schema version in which documents could be removed for the first time. */
const removalSince = 5;

/** Schema version in which log and documents are sealed. */
export const sealSince = 8;

/** What steps do besides adding collections and lookup columns, by the version that they lead to. */
const otherSteps: Readonly<Record<number, string>> = {
  1: [
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
  ].join('\n'),
  // What happened to one document is asked for whenever its history is looked at.
  2: "CREATE INDEX log_document ON log (entry ->> '$.collection', entry ->> '$.id');",
  // Distinguishes this store from any that takes its place. SQLite's own randomness makes it within the step.
  3: `CREATE TABLE identity (id TEXT NOT NULL);
      INSERT INTO identity VALUES (lower(hex(randomblob(16))));`,
  // Tasks that are closed without a merge came closed: they are not shown as verified any more. Pages
  // learn of it like of any other change.
  4: [
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
  // What was removed stays known by its id, so that pages hear of it whenever they ask.
  [removalSince]: `CREATE TABLE removed (
     collection TEXT NOT NULL,
     id TEXT NOT NULL,
     sequence INTEGER NOT NULL UNIQUE,
     PRIMARY KEY (collection, id)
   );
   CREATE INDEX removed_sequence ON removed (collection, sequence);`,
  [sealSince]: `${chainStep} ${guardTriggers}`,
};

/**
 * Schema steps, oldest first; step n brings version n-1 to n. A released step never changes: so neither
 * does a row's `since`, nor which lookup columns come with it.
 */
export function schemaSteps<S extends Shapes>(table: CollectionTable<S>): readonly string[] {
  const steps: string[][] = [];
  const stepTo = (version: number): string[] => {
    while (steps.length < version) steps.push([]);
    return steps[version - 1] ?? [];
  };
  for (const name of namesOf(table)) {
    const { since, lookups } = table[name];
    const columns = Object.entries<Lookup>(lookups).map(([column, lookup]) => ({
      column,
      ...(typeof lookup === 'string' ? { path: lookup, since } : lookup),
    }));
    const first = columns.filter((column) => column.since === since);
    stepTo(since).push(documentTable(name, first));
    for (const column of columns) {
      if (column.since !== since) stepTo(column.since).push(addedColumn(name, column));
    }
    stepTo(Math.max(since, removalSince)).push(forgetRemoval(name));
    stepTo(Math.max(since, sealSince)).push(sealStep(name));
  }
  for (const [version, sql] of Object.entries(otherSteps)) stepTo(Number(version)).push(sql);
  return steps.map((parts) => parts.join('\n'));
}

interface Column {
  readonly column: string;
  readonly path: string;
}

/** One table of documents: JSON, its place in the change feed, and columns to look it up by. */
function documentTable(name: string, lookups: readonly Column[]): string {
  const fixed = [
    'id TEXT PRIMARY KEY',
    'sequence INTEGER NOT NULL UNIQUE',
    'document TEXT NOT NULL',
  ];
  const columns = [...fixed, ...lookups.map(definition)].join(', ');
  const indexes = lookups.map((lookup) => index(name, lookup));
  return `CREATE TABLE ${name} (${columns});${indexes.join('')}`;
}

function addedColumn(name: string, lookup: Column): string {
  return `ALTER TABLE ${name} ADD COLUMN ${definition(lookup)};${index(name, lookup)}`;
}

function definition({ column, path }: Column): string {
  return `${column} TEXT GENERATED ALWAYS AS (document ->> '${path}') VIRTUAL`;
}

function index(name: string, { column }: Column): string {
  return `CREATE INDEX ${name}_${column} ON ${name} (${column});`;
}

/** A document that is written again is no longer one that was removed. */
function forgetRemoval(name: string): string {
  return `CREATE TRIGGER ${name}_again AFTER INSERT ON ${name} BEGIN
    DELETE FROM removed WHERE collection = '${name}' AND id = NEW.id;
  END;`;
}
