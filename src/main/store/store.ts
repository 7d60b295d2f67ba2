import { dirname } from 'node:path';
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
import type {
  CollectionTable,
  DocumentsOf,
  LogEntryOf,
  NameOf,
  Shapes as AnyShapes,
} from '#shared/core/records/collection-table.ts';
import { collections } from '#shared/core/records/collections.ts';
import type { Shapes } from '#shared/core/records/collections.ts';
import { Database } from './database.ts';
import { decodeEntry } from './decode-entry.ts';
import type { Durability, Row, Value } from './database.ts';
import { migrate } from './migrations.ts';
import { schemaSteps } from './schema-steps.ts';
import { Seals } from './seals.ts';
import type { ForeignChange } from './seals.ts';

/** A document as the change feed gives it: with the sequence number of its last change. */
export interface Change<Document> {
  readonly sequence: number;
  readonly id: string;
  /** Grows with the order in which the documents of a collection were made; 0 when it was removed. */
  readonly made: number;
  /** Null when it was removed. */
  readonly document: Document | null;
}

/** A line of the log and when it was written, UTC ISO time. */
export interface LoggedEntry<S extends AnyShapes = Shapes> {
  readonly at: string;
  readonly entry: LogEntryOf<S, NameOf<S>>;
}

/** Where a store is, and what it works with. */
export interface StorePlace {
  readonly file: string;
  readonly backupsFolder: string;
  readonly clock: Clock;
  readonly tracer?: Tracer;
  readonly mask?: Mask;
}

/**
 * The workspace's documents and the log they follow from (ADR 1). Every change is one log
 * entry and one document, written in one transaction and numbered in one sequence.
 */
export class Store<S extends AnyShapes = Shapes> {
  /** What it holds. */
  readonly table: CollectionTable<S>;
  /** Random, made with the store: another store has another one, also in the same place. */
  readonly id: string;
  readonly #database: Database;
  readonly #clock: Clock;
  /** What everything that others said goes through before it is written down. */
  readonly mask: Mask;
  readonly #listeners = new Set<(entries: readonly LogEntryOf<S, NameOf<S>>[]) => void>();
  /** Entries of the transaction under way. */
  #written: LogEntryOf<S, NameOf<S>>[] = [];
  /** Entries of commits that listeners are still to hear of, a list for each. */
  #committed: (readonly LogEntryOf<S, NameOf<S>>[])[] = [];
  #isAnnouncing = false;
  readonly #seals: Seals<S>;
  readonly #foreignListeners = new Set<(found: readonly ForeignChange[]) => void>();
  #isLooking = false;
  #inTransaction = false;

  private constructor(table: CollectionTable<S>, database: Database, clock: Clock, mask: Mask) {
    this.table = table;
    this.#database = database;
    this.mask = mask;
    this.id = String(database.get('SELECT id FROM identity')?.['id']);
    this.#clock = clock;
    this.#seals = new Seals(table, database, this.id);
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
    return Store.openOf(collections, { file, backupsFolder, clock, tracer, mask });
  }

  /** Like {@link open}, of the collections of any table. */
  static openOf<S extends AnyShapes>(
    table: CollectionTable<S>,
    { file, backupsFolder, clock, tracer = silentTracer, mask = maskSecrets }: StorePlace,
  ): Result<Store<S>, Failure> {
    const database = new Database(file, tracer);
    const migrated = migrate(database, backupsFolder, schemaSteps(table));
    if (!migrated.ok) {
      database.close();
      return migrated;
    }
    const store = new Store(table, database, clock, mask);
    store.#look();
    return ok(store);
  }

  /** Folder that the database lies in. */
  get folder(): string {
    return dirname(this.#database.file);
  }

  /** The document with this id, or null. */
  get<Name extends NameOf<S>>(name: Name, id: string): DocumentsOf<S>[Name] | null {
    this.#look();
    const row = this.#database.get(`SELECT document FROM ${name} WHERE id = ?`, id);
    return row === null ? null : this.#decode(name, row);
  }

  /** All documents of a collection in the order they were last changed. */
  all<Name extends NameOf<S>>(name: Name): readonly DocumentsOf<S>[Name][] {
    this.#look();
    return this.#database
      .all(`SELECT document FROM ${name} ORDER BY sequence`)
      .map((row) => this.#decode(name, row));
  }

  /** Documents whose `column` is one of `values`, in the order they were made. */
  find<Name extends NameOf<S>>(
    name: Name,
    column: S[Name]['column'],
    ...values: readonly Value[]
  ): readonly DocumentsOf<S>[Name][] {
    this.#look();
    const places = values.map(() => '?').join(', ');
    return this.#database
      .all(`SELECT document FROM ${name} WHERE ${column} IN (${places}) ORDER BY rowid`, ...values)
      .map((row) => this.#decode(name, row));
  }

  /** The document that was made last of those whose `column` is `value`, or null. */
  last<Name extends NameOf<S>>(
    name: Name,
    column: S[Name]['column'],
    value: Value,
  ): DocumentsOf<S>[Name] | null {
    this.#look();
    const row = this.#database.get(
      `SELECT document FROM ${name} WHERE ${column} = ? ORDER BY rowid DESC LIMIT 1`,
      value,
    );
    return row === null ? null : this.#decode(name, row);
  }

  /**
   * The change feed: up to `limit` documents changed after `sequence`, oldest change first. Fewer than
   * `limit` means that there are no more.
   */
  changes<Name extends NameOf<S>>(
    name: Name,
    sequence: number,
    limit: number,
  ): readonly Change<DocumentsOf<S>[Name]>[] {
    this.#look();
    return this.#database
      .all(
        `SELECT sequence, id, rowid AS made, document FROM ${name} WHERE sequence > ?
         UNION ALL
         SELECT sequence, id, 0, NULL FROM removed WHERE collection = ? AND sequence > ?
         ORDER BY sequence LIMIT ?`,
        sequence,
        name,
        sequence,
        limit,
      )
      .map((row) => ({
        sequence: Number(row['sequence']),
        id: String(row['id']),
        made: Number(row['made']),
        document: row['document'] === null ? null : this.#decode(name, row),
      }));
  }

  /** The sequence number of the last change of any document; 0 when there was none. */
  lastSequence(): number {
    this.#look();
    const row = this.#database.get("SELECT value FROM counter WHERE name = 'change'");
    return Number(row?.['value'] ?? 0);
  }

  /** What happened to some documents of a collection, oldest first; from an index, whatever the log's length. */
  logOf(name: NameOf<S>, ids: readonly string[]): readonly LoggedEntry<S>[] {
    this.#look();
    const places = ids.map(() => '?').join(', ');
    return this.#database
      .all(
        `SELECT * FROM log
         WHERE entry ->> '$.collection' = ? AND entry ->> '$.id' IN (${places}) ORDER BY sequence`,
        name,
        ...ids,
      )
      .filter((row) => this.#seals.isSealed(row))
      .map((row) => ({ at: String(row['at']), entry: decodeEntry<S>(row) }));
  }

  /** The whole event log, oldest first, as far as this program has written it. */
  log(): readonly LogEntryOf<S, NameOf<S>>[] {
    this.#look();
    return this.#database
      .all('SELECT * FROM log ORDER BY sequence')
      .filter((row) => this.#seals.isSealed(row))
      .map((row) => decodeEntry<S>(row));
  }

  /**
   * All of `work` or nothing of it, also as a part of another transaction. Listeners hear of its
   * changes after the commit.
   */
  transact<Value>(work: () => Value, survives: Durability = 'disk'): Value {
    if (this.#inTransaction) return this.#transactWithin(work);
    this.#inTransaction = true;
    let value: Value;
    const undo = this.#seals.mark();
    try {
      value = this.#database.transact(() => {
        // What others have written comes first, and nothing between it and this.
        this.#seals.look();
        return work();
      }, survives);
      if (this.#written.length > 0) {
        this.#committed.push(this.#written);
        this.#seals.wrote();
      }
    } catch (error) {
      undo();
      throw error;
    } finally {
      this.#written = [];
      this.#inTransaction = false;
    }
    this.#announce();
    this.#reportForeign();
    return value;
  }

  /** Appends a log entry and stores the document it leads to (null: none any more); within {@link transact} only. */
  append<Name extends NameOf<S>>(
    entry: LogEntryOf<S, Name>,
    document: DocumentsOf<S>[Name] | null,
  ): void {
    if (!this.#inTransaction) throw new Error('Documents are written in a transaction only.');
    const text = document === null ? null : JSON.stringify(document);
    const made = text === null ? '' : this.#seals.sealOf(entry.collection, entry.id, text);
    this.#seals.append(isoTime(this.#clock.now()), JSON.stringify(entry), made);
    this.#database.run("UPDATE counter SET value = value + 1 WHERE name = 'change'");
    if (text === null) this.#remove(entry.collection, entry.id);
    else this.#put(entry.collection, entry.id, text, made);
    this.#written.push(entry);
  }

  #put(name: NameOf<S>, id: string, document: string, seal: string): void {
    this.#database.run(
      `INSERT INTO ${name} (id, sequence, document, seal)
       VALUES (?, (SELECT value FROM counter WHERE name = 'change'), ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         sequence = excluded.sequence, document = excluded.document, seal = excluded.seal`,
      id,
      document,
      seal,
    );
  }

  #remove(name: NameOf<S>, id: string): void {
    this.#database.run(
      `INSERT INTO removed (collection, id, sequence)
       VALUES (?, ?, (SELECT value FROM counter WHERE name = 'change'))
       ON CONFLICT (collection, id) DO UPDATE SET sequence = excluded.sequence`,
      name,
      id,
    );
    this.#database.run(`DELETE FROM ${name} WHERE id = ?`, id);
  }

  /** Calls `listener` with the entries of each commit of this process, in the order of commits. */
  onCommit(listener: (entries: readonly LogEntryOf<S, NameOf<S>>[]) => void): Subscription {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  /**
   * Calls `listener` with what something else than this program has written into the database, and was not
   * believed; at once with what was found before.
   */
  onForeign(listener: (found: readonly ForeignChange[]) => void): Subscription {
    this.#foreignListeners.add(listener);
    this.#look();
    this.#reportForeign();
    return { dispose: () => this.#foreignListeners.delete(listener) };
  }

  /** Looks at what others have written before anything is read; in a transaction that was done at its begin. */
  #look(): void {
    if (this.#inTransaction || this.#isLooking) return;
    this.#isLooking = true;
    try {
      this.#seals.look();
    } finally {
      this.#isLooking = false;
    }
    this.#reportForeign();
  }

  #reportForeign(): void {
    if (this.#inTransaction || this.#foreignListeners.size === 0) return;
    const found = this.#seals.take();
    if (found.length === 0) return;
    for (const listener of this.#foreignListeners) listener(found);
  }

  /** A number that differs whenever another process has changed the database. */
  foreignVersion(): number {
    return this.#database.dataVersion();
  }

  close(): void {
    this.#listeners.clear();
    this.#foreignListeners.clear();
    this.#seals.leave();
    this.#database.close();
  }

  #transactWithin<Value>(work: () => Value): Value {
    const before = this.#written.length;
    const undo = this.#seals.mark();
    try {
      return this.#database.transactWithin(work);
    } catch (error) {
      this.#written.length = before;
      undo();
      throw error;
    }
  }

  /** Notifies every listener of every commit, in order, also of what a listener commits itself. */
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

  /**
   * Trusts the column: only `append` writes it, from a value of this very type or of an earlier form of it,
   * and checking it again with the schemas would cost more than all else that a cycle of a run does.
   */
  #decode<Name extends NameOf<S>>(name: Name, row: Row): DocumentsOf<S>[Name] {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    const document = JSON.parse(String(row['document'])) as DocumentsOf<S>[Name];
    return this.table[name].upcast(document);
  }
}
