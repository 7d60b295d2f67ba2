import { isoTime } from '#shared/lib/clock.ts';
import { maskSecrets } from '#shared/core/secrets/mask-secrets.ts';
import type { Mask } from '#shared/core/secrets/secret-keeper.ts';
import type { Clock } from '#shared/lib/clock.ts';
import type { Subscription } from '#shared/lib/disposable.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import type { CollectionName, Collections, LogEntry } from '#shared/core/records/replay.ts';
import { Database } from './database.ts';
import type { Durability, Row, Value } from './database.ts';
import { migrate } from './migrations.ts';

/** A document as the change feed gives it: with the sequence number of its last change. */
export interface Change<Document> {
  readonly sequence: number;
  readonly document: Document;
}

/** A line of the log and when it was written, UTC ISO time. */
export interface LoggedEntry {
  readonly at: string;
  readonly entry: LogEntry;
}

/** Columns a collection can be looked up by, beside its id. */
export interface Lookups {
  epics: 'status';
  tasks: 'epic_id' | 'status';
  runs: 'status';
  attempts: 'task_id' | 'run_id' | 'phase';
  evidence: 'task_id' | 'attempt_id' | 'tree';
  receipts: 'task_id' | 'epic_id';
  telemetry: 'task_id' | 'run_id';
  notifications: never;
  worktrees: 'task_id';
  taskFiles: never;
}

/**
 * The workspace's documents and the log they follow from (ADR 1). Every change is one log
 * entry and one document, written in one transaction and numbered in one sequence.
 */
export class Store {
  /** Random, made with the store: another store has another one, also in the same place. */
  readonly id: string;
  readonly #database: Database;
  readonly #clock: Clock;
  /** What everything that others said goes through before it is written down. */
  readonly mask: Mask;
  readonly #listeners = new Set<(entries: readonly LogEntry[]) => void>();
  /** Entries of the transaction under way. */
  #written: LogEntry[] = [];
  /** Entries of commits that listeners are still to hear of, a list for each. */
  #committed: (readonly LogEntry[])[] = [];
  #isAnnouncing = false;
  #inTransaction = false;

  private constructor(database: Database, clock: Clock, mask: Mask) {
    this.#database = database;
    this.mask = mask;
    this.id = String(database.get('SELECT id FROM identity')?.['id']);
    this.#clock = clock;
  }

  /**
   * Opens the database file, making or migrating it first.
   * @throws {FailureError} when the file cannot be opened, written or read
   */
  static open(
    file: string,
    backupsFolder: string,
    clock: Clock,
    tracer: Tracer = silentTracer,
    mask: Mask = maskSecrets,
  ): Result<Store, Failure> {
    const database = new Database(file, tracer);
    const migrated = migrate(database, backupsFolder);
    if (!migrated.ok) {
      database.close();
      return migrated;
    }
    return ok(new Store(database, clock, mask));
  }

  /** The document with this id, or null. */
  get<Name extends CollectionName>(name: Name, id: string): Collections[Name] | null {
    const row = this.#database.get(`SELECT document FROM ${name} WHERE id = ?`, id);
    return row === null ? null : decode(name, row);
  }

  /** All documents of a collection in the order they were last changed. */
  all<Name extends CollectionName>(name: Name): readonly Collections[Name][] {
    return this.#database
      .all(`SELECT document FROM ${name} ORDER BY sequence`)
      .map((row) => decode(name, row));
  }

  /** Documents whose `column` is one of `values`, in the order they were made. */
  find<Name extends CollectionName>(
    name: Name,
    column: Lookups[Name],
    ...values: readonly Value[]
  ): readonly Collections[Name][] {
    const places = values.map(() => '?').join(', ');
    return this.#database
      .all(`SELECT document FROM ${name} WHERE ${column} IN (${places}) ORDER BY rowid`, ...values)
      .map((row) => decode(name, row));
  }

  /**
   * The change feed: up to `limit` documents changed after `sequence`, oldest change first. Fewer than
   * `limit` means that there are no more.
   */
  changes<Name extends CollectionName>(
    name: Name,
    sequence: number,
    limit: number,
  ): readonly Change<Collections[Name]>[] {
    return this.#database
      .all(
        `SELECT sequence, document FROM ${name} WHERE sequence > ? ORDER BY sequence LIMIT ?`,
        sequence,
        limit,
      )
      .map((row) => ({ sequence: Number(row['sequence']), document: decode(name, row) }));
  }

  /** The sequence number of the last change of any document; 0 when there was none. */
  lastSequence(): number {
    const row = this.#database.get("SELECT value FROM counter WHERE name = 'change'");
    return Number(row?.['value'] ?? 0);
  }

  /** What happened to some documents of a collection, oldest first; from an index, whatever the log's length. */
  logOf(name: CollectionName, ids: readonly string[]): readonly LoggedEntry[] {
    const places = ids.map(() => '?').join(', ');
    return this.#database
      .all(
        `SELECT at, entry FROM log
         WHERE entry ->> '$.collection' = ? AND entry ->> '$.id' IN (${places}) ORDER BY sequence`,
        name,
        ...ids,
      )
      .map((row) => ({ at: String(row['at']), entry: decodeEntry(row) }));
  }

  /** The whole event log, oldest first. */
  log(): readonly LogEntry[] {
    return this.#database.all('SELECT entry FROM log ORDER BY sequence').map(decodeEntry);
  }

  /**
   * All of `work` or nothing of it, also as a part of another transaction. Listeners hear of its
   * changes after the commit.
   */
  transact<Value>(work: () => Value, survives: Durability = 'disk'): Value {
    if (this.#inTransaction) return this.#transactWithin(work);
    this.#inTransaction = true;
    let value: Value;
    try {
      value = this.#database.transact(work, survives);
      if (this.#written.length > 0) this.#committed.push(this.#written);
    } finally {
      this.#written = [];
      this.#inTransaction = false;
    }
    this.#announce();
    return value;
  }

  /** Appends a log entry and stores the document it leads to; within {@link transact} only. */
  append<Name extends CollectionName>(
    entry: LogEntry,
    name: Name,
    document: Collections[Name],
  ): void {
    if (!this.#inTransaction) throw new Error('Documents are written in a transaction only.');
    this.#database.run(
      'INSERT INTO log (at, entry) VALUES (?, ?)',
      isoTime(this.#clock.now()),
      JSON.stringify(entry),
    );
    this.#database.run("UPDATE counter SET value = value + 1 WHERE name = 'change'");
    this.#database.run(
      `INSERT INTO ${name} (id, sequence, document)
       VALUES (?, (SELECT value FROM counter WHERE name = 'change'), ?)
       ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence, document = excluded.document`,
      document.id,
      JSON.stringify(document),
    );
    this.#written.push(entry);
  }

  /** Calls `listener` with the entries of each commit of this process, in the order of commits. */
  onCommit(listener: (entries: readonly LogEntry[]) => void): Subscription {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /** A number that differs whenever another process has changed the database. */
  foreignVersion(): number {
    return this.#database.dataVersion();
  }

  close(): void {
    this.#listeners.clear();
    this.#database.close();
  }

  #transactWithin<Value>(work: () => Value): Value {
    const before = this.#written.length;
    try {
      return this.#database.transactWithin(work);
    } catch (error) {
      this.#written.length = before;
      throw error;
    }
  }

  /** Tells every listener of every commit, in order, also of what a listener commits itself. */
  #announce(): void {
    if (this.#isAnnouncing) return;
    this.#isAnnouncing = true;
    const problems: unknown[] = [];
    for (let entries = this.#committed.shift(); entries !== undefined;) {
      for (const listener of this.#listeners) {
        try {
          listener(entries);
        } catch (error) {
          problems.push(error);
        }
      }
      entries = this.#committed.shift();
    }
    this.#isAnnouncing = false;
    if (problems.length > 0) throw problems[0];
  }
}

function decodeEntry(row: Row): LogEntry {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only `append` writes this column
  return JSON.parse(String(row['entry'])) as LogEntry;
}

/**
 * Trusts the column: only `append` writes it, from a value of this very type, and checking it again
 * with the schemas would cost more than all else that a cycle of a run does.
 */
function decode<Name extends CollectionName>(name: Name, row: Row): Collections[Name] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const document = JSON.parse(String(row['document'])) as Collections[Name];
  const later = laterFields[name];
  if (later === undefined || Object.keys(later).every((field) => field in document))
    return document;
  return { ...later, ...document };
}

/** What documents lack that were stored before a field was added, by collection. */
const laterFields: { readonly [Name in CollectionName]?: Partial<Collections[Name]> } = {
  tasks: { closedByHand: null },
  runs: { paused: false },
  attempts: { stopReason: null },
};
