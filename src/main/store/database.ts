import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { FailureError } from '#shared/lib/failure.ts';
import { silentTracer } from '#shared/lib/tracer.ts';
import type { Tracer } from '#shared/lib/tracer.ts';
import { documentSeal } from './seal.ts';
import { sealFunction } from './seal-steps.ts';
import { makePrivateFile } from '#main/system/private-files.ts';
import { databaseFailure } from './database-failure.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;
export type Value = SQLInputValue;

/** What a commit has to survive: the end of the process, or the loss of power as well. */
export type Durability = 'process' | 'disk';

/** How long one process waits for another's write, in ms. */
const busyTimeoutMs = 5000;

/**
 * One SQLite file: WAL, every commit on disk before it is reported (`synchronous=FULL`), foreign keys
 * on. Statements are prepared once. Synchronous, as SQLite is.
 */
export class Database {
  readonly file: string;
  readonly #connection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #tracer: Tracer;
  #durability: Durability = 'disk';

  /** @throws {FailureError} when the file cannot be opened or is damaged */
  constructor(file: string, tracer: Tracer = silentTracer) {
    this.file = file;
    this.#tracer = tracer;
    this.#connection = guard(file, () => connect(file));
  }

  /** All rows of a query. */
  all(sql: string, ...values: readonly Value[]): readonly Row[] {
    return guard(this.file, () => this.#prepare(sql).all(...values));
  }

  /** The first row of a query, or null. */
  get(sql: string, ...values: readonly Value[]): Row | null {
    return guard(this.file, () => this.#prepare(sql).get(...values) ?? null);
  }

  /** Runs a statement that changes rows. */
  run(sql: string, ...values: readonly Value[]): void {
    this.#tracer.reached('store.statement.before');
    guard(this.file, () => this.#prepare(sql).run(...values));
    this.#tracer.reached('store.statement.after');
  }

  /** Runs several statements without values, such as a migration. */
  execute(sql: string): void {
    guard(this.file, () => this.#connection.exec(sql));
  }

  /**
   * All of `work` or nothing of it. What is committed survives the end of this process in any case;
   * `disk` waits until it survives a loss of power too, and all that was committed before with it.
   */
  transact<Result>(work: () => Result, survives: Durability = 'disk'): Result {
    this.#setDurability(survives);
    try {
      this.execute('BEGIN IMMEDIATE');
      const result = work();
      this.#tracer.reached('store.commit.before');
      this.execute('COMMIT');
      this.#tracer.reached('store.commit.after');
      return result;
    } catch (error) {
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
      throw error;
    }
  }

  /** All of `work` or nothing of it, inside a {@link transact} that goes on in either case. */
  transactWithin<Result>(work: () => Result): Result {
    this.execute('SAVEPOINT part');
    try {
      const result = work();
      this.execute('RELEASE part');
      return result;
    } catch (error) {
      // A full disk may have undone the whole transaction already.
      if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK TO part; RELEASE part');
      throw error;
    }
  }

  /** {@link transact}, or {@link transactWithin} where one is under way. */
  transactOrWithin<Result>(work: () => Result): Result {
    return this.#connection.isTransaction ? this.transactWithin(work) : this.transact(work);
  }

  /**
   * Writes all that is committed, by whichever process, to a new file.
   * @throws {FailureError} when it cannot be written; what there is of it is left
   */
  copyTo(file: string): void {
    guard(file, () => this.#connection.prepare('VACUUM INTO ?').run(file));
  }

  /** Another number whenever somebody has changed a table or a trigger. */
  schemaVersion(): number {
    return Number(this.get('PRAGMA schema_version')?.['schema_version'] ?? 0);
  }

  /** A number that differs whenever another connection has committed a change. */
  dataVersion(): number {
    return Number(this.get('PRAGMA data_version')?.['data_version'] ?? 0);
  }

  close(): void {
    this.#statements.clear();
    if (this.#connection.isOpen) this.#connection.close();
  }

  #setDurability(wanted: Durability): void {
    if (wanted === this.#durability) return;
    this.execute(`PRAGMA synchronous = ${wanted === 'disk' ? 'FULL' : 'NORMAL'}`);
    this.#durability = wanted;
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function connect(file: string): DatabaseSync {
  makePrivateFile(file);
  const connection = new DatabaseSync(file, { timeout: busyTimeoutMs });
  try {
    connection.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;',
    );
    connection.function(sealFunction, { deterministic: true }, (store, name, id, document) =>
      documentSeal(String(store), String(name), String(id), String(document)),
    );
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function guard<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && typeof error.errcode === 'number') {
      const described = databaseFailure(file, error.errcode, error.message);
      if (described !== null) throw new FailureError(described, error);
    }
    throw error;
  }
}
