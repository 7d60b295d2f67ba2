import { namesOf } from '#shared/core/records/collection-table.ts';
import type {
  CollectionTable,
  NameOf,
  Shapes as AnyShapes,
} from '#shared/core/records/collection-table.ts';
import type { Database, Row } from './database.ts';
import { decodeEntry } from './decode-entry.ts';
import { documentSeal, lineSeal } from './seal.ts';
import { guardTriggers, watchTriggers } from './seal-steps.ts';

/** Something in the database that this program has not written. */
export type ForeignChange =
  /** A line of the log: it stays there, and is not believed. */
  | { readonly kind: 'line'; readonly sequence: number; readonly about: string }
  /** Lines before this one are gone. */
  | { readonly kind: 'gap'; readonly sequence: number }
  /** A document that is not what the log says: it was put back to that. */
  | { readonly kind: 'document'; readonly collection: string; readonly id: string };

/** What is known of the log and the documents: up to where all was looked at. */
interface Looked {
  line: number;
  seal: string;
  change: number;
  schema: number;
}

/** How many lines are written before it is noted how far the log was looked at. */
const noteEvery = 500;

/**
 * Keeps log and documents sealed: seals what this program writes, and looks at what other
 * connections have written before anything of it is read. What is not sealed is not believed: a line of the log counts as not
 * there, a document is put back to what the log says.
 */
export class Seals<S extends AnyShapes> {
  readonly #table: CollectionTable<S>;
  readonly #database: Database;
  readonly #store: string;
  /** The last line that is older than the seals. */
  readonly #since: number;
  readonly #found: ForeignChange[] = [];
  #looked: Looked;
  #noted: number;
  /** {@link Database.dataVersion} at the last look. */
  #version = -1;

  constructor(table: CollectionTable<S>, database: Database, store: string) {
    this.#table = table;
    this.#database = database;
    this.#store = store;
    const row = database.get('SELECT * FROM chain');
    this.#since = this.#sinceOf(row);
    this.#looked = this.#lookedOf(row);
    this.#noted = this.#looked.line;
  }

  /** What was found since it was asked last. */
  take(): readonly ForeignChange[] {
    return this.#found.splice(0);
  }

  /** What a transaction that does not come about must not change. */
  mark(): () => void {
    const before = { ...this.#looked };
    return () => {
      this.#looked = before;
      // What was put back on the way is not.
      this.#version = -1;
    };
  }

  /** Seals a document that is about to be stored. */
  sealOf(name: string, id: string, document: string): string {
    return documentSeal(this.#store, name, id, document);
  }

  /** Writes the next line of the log; `made` is the seal of the document that it leads to. */
  append(at: string, entry: string, made: string): void {
    const { line, seal: previous } = this.#looked;
    const sequence = line + 1;
    const seal = lineSeal({ sequence, at, entry, made, previous });
    this.#database.run(
      'INSERT INTO log (sequence, at, entry, made, previous, seal) VALUES (?, ?, ?, ?, ?, ?)',
      sequence,
      at,
      entry,
      made,
      previous,
      seal,
    );
    this.#looked = { ...this.#looked, line: sequence, seal };
    if (sequence >= this.#noted + noteEvery) this.note();
  }

  /** Whether a line of the log was written by this program, or before there were seals. */
  isSealed(row: Row): boolean {
    const sequence = Number(row['sequence']);
    if (sequence <= this.#since) return true;
    return row['seal'] !== null && lineSeal(lineOf(row)) === row['seal'];
  }

  /**
   * Looks at all that other connections have changed since the last look, and puts back what is not sealed. Cheap when
   * nothing has.
   */
  look(): void {
    const version = this.#database.dataVersion();
    if (version === this.#version) return;
    if (this.#database.schemaVersion() === this.#looked.schema) this.#lookAtChanges();
    else this.#database.transactOrWithin(() => this.#lookAtAll());
    this.#version = version;
  }

  /** What is changed while this looks has a higher number, and is found the next time. */
  #lookAtChanges(): void {
    const change = this.#lastChange();
    const isCut = this.#isCut();
    this.#lookAtLines();
    const broken = this.#brokenSince(this.#looked.change, isCut);
    if (broken.length > 0) {
      this.#database.transactOrWithin(() => {
        for (const { name, id } of broken) this.#putBack(name, id);
      });
    }
    this.#looked = { ...this.#looked, change };
    // Who comes later need not find it again.
    if (this.#found.length > 0) this.note();
  }

  /** Somebody may have dropped what numbers changes: it is made again, and nobody writes meanwhile. */
  #lookAtAll(): void {
    for (const name of namesOf(this.#table)) this.#database.execute(watchTriggers(name));
    this.#database.execute(guardTriggers);
    const isCut = this.#isCut();
    this.#lookAtLines();
    for (const { name, id } of this.#brokenSince(-1, isCut)) this.#putBack(name, id);
    const schema = this.#database.schemaVersion();
    this.#looked = { ...this.#looked, change: this.#lastChange(), schema };
    this.note();
  }

  /** Notes how far all was looked at, so that the next process need not begin before that. */
  note(): void {
    const { line, seal, change, schema } = this.#looked;
    this.#database.run(
      'UPDATE chain SET line = ?, seal = ?, change = ?, schema = ?, note_seal = ?',
      line,
      seal,
      change,
      schema,
      this.#noteSeal({ line, seal, change, schema }),
    );
    this.#noted = line;
  }

  /** {@link note}s it at the end, where that can be written. */
  leave(): void {
    if (this.#looked.line === this.#noted) return;
    try {
      this.note();
    } catch {
      // The next process begins at the note before.
    }
  }

  /** Takes note of what this connection has changed itself. */
  wrote(): void {
    this.#looked.change = this.#lastChange();
  }

  #lastChange(): number {
    return Number(
      this.#database.get("SELECT value FROM counter WHERE name = 'change'")?.['value'] ?? 0,
    );
  }

  /** Where the sealed part of the log begins; whoever has moved it has not sealed that. */
  #sinceOf(row: Row | null): number {
    const since = Number(row?.['since'] ?? 0);
    if (row?.['since_seal'] === this.sealOf('chain', 'since', String(since))) return since;
    const first = this.#database.get(
      'SELECT min(sequence) AS first FROM log WHERE seal IS NOT NULL',
    );
    return Number(first?.['first'] ?? 1) - 1;
  }

  /** How far an earlier process has looked, if what it noted is so. */
  #lookedOf(row: Row | null): Looked {
    const begin = { line: this.#since, seal: this.#store, change: -1, schema: -1 };
    if (row === null) return begin;
    const looked = {
      line: Number(row['line']),
      seal: String(row['seal']),
      change: Number(row['change']),
      schema: Number(row['schema']),
    };
    if (row['note_seal'] !== this.#noteSeal(looked)) return begin;
    return looked;
  }

  #noteSeal(looked: Looked): string {
    return this.sealOf('chain', 'note', JSON.stringify(looked));
  }

  /** Whether lines at the end of the log are gone: then it does not say any more what documents are. */
  #isCut(): boolean {
    const last = Number(this.#database.get('SELECT max(sequence) AS last FROM log')?.['last'] ?? 0);
    if (last >= this.#looked.line) return false;
    this.#found.push({ kind: 'gap', sequence: last + 1 });
    return true;
  }

  #lookAtLines(): void {
    let { line, seal } = this.#looked;
    const rows = this.#database.all('SELECT * FROM log WHERE sequence > ? ORDER BY sequence', line);
    for (const row of rows) {
      line = Number(row['sequence']);
      if (!this.isSealed(row)) {
        this.#found.push({ kind: 'line', sequence: line, about: aboutOf(String(row['entry'])) });
        continue;
      }
      if (line <= this.#since) continue;
      if (row['previous'] !== seal) this.#found.push({ kind: 'gap', sequence: line });
      seal = String(row['seal']);
    }
    this.#looked = { ...this.#looked, line, seal };
  }

  /** Documents that have changed since, and are not what the log says. */
  #brokenSince(
    change: number,
    isCut: boolean,
  ): readonly { readonly name: NameOf<S>; readonly id: string }[] {
    return namesOf(this.#table).flatMap((name) => {
      const changed = this.#database.all(
        `SELECT id, document, seal FROM ${name} WHERE sequence >= ?`,
        change,
      );
      const gone = this.#database.all(
        'SELECT id FROM removed WHERE collection = ? AND sequence >= ?',
        name,
        change,
      );
      return [...changed, ...gone]
        .filter((row) => !this.#isWhatTheLogSays(name, row, isCut))
        .map((row) => ({ name, id: String(row['id']) }));
    });
  }

  #isWhatTheLogSays(name: NameOf<S>, row: Row, isCut: boolean): boolean {
    const id = String(row['id']);
    const { document = null } = row;
    const seal = document === null ? '' : this.sealOf(name, id, String(document));
    if (document !== null && row['seal'] !== seal) return false;
    if (isCut) return true;
    const last = this.#lastLineOf(name, id);
    if (last === undefined) return document === null;
    return Number(last['sequence']) <= this.#since ? document !== null : last['made'] === seal;
  }

  /** The last of {@link #linesOf}, found without reading them all. */
  #lastLineOf(name: string, id: string): Row | undefined {
    const newest = this.#database.all(
      `SELECT * FROM log WHERE entry ->> '$.collection' = ? AND entry ->> '$.id' = ?
       ORDER BY sequence DESC LIMIT 3`,
      name,
      id,
    );
    return newest.find((row) => this.isSealed(row)) ?? this.#linesOf(name, id).at(-1);
  }

  /** What happened to a document, as far as it is to be believed, oldest first. */
  #linesOf(name: string, id: string): readonly Row[] {
    return this.#database
      .all(
        `SELECT * FROM log WHERE entry ->> '$.collection' = ? AND entry ->> '$.id' = ? ORDER BY sequence`,
        name,
        id,
      )
      .filter((row) => this.isSealed(row));
  }

  #putBack(name: NameOf<S>, id: string): void {
    const stored = this.#database.get(`SELECT document, seal FROM ${name} WHERE id = ?`, id);
    const state = this.#fromLog(name, id);
    if (state === null) this.#database.run(`DELETE FROM ${name} WHERE id = ?`, id);
    else this.#put(name, id, JSON.stringify(state));
    const now = state === null ? null : JSON.stringify(state);
    if ((stored?.['document'] ?? null) === now) return;
    this.#found.push({ kind: 'document', collection: name, id });
  }

  /** The document that follows from what is to be believed of the log; where lines are missing, as far as it goes. */
  #fromLog(name: NameOf<S>, id: string): S[NameOf<S>]['document'] | null {
    let state: S[NameOf<S>]['document'] | null = null;
    for (const line of this.#linesOf(name, id)) {
      try {
        state = this.#table[name].fold(state, decodeEntry<S>(line));
      } catch {
        return state;
      }
    }
    return state;
  }

  #put(name: string, id: string, document: string): void {
    this.#database.run("UPDATE counter SET value = value + 1 WHERE name = 'change'");
    this.#database.run(
      `INSERT INTO ${name} (id, sequence, document, seal)
       VALUES (?, (SELECT value FROM counter WHERE name = 'change'), ?, ?)
       ON CONFLICT (id) DO UPDATE SET
         sequence = excluded.sequence, document = excluded.document, seal = excluded.seal`,
      id,
      document,
      this.sealOf(name, id, document),
    );
  }
}

function lineOf(row: Row): Parameters<typeof lineSeal>[0] {
  return {
    sequence: Number(row['sequence']),
    at: String(row['at']),
    entry: String(row['entry']),
    made: String(row['made']),
    previous: String(row['previous']),
  };
}

/** Of what a line speaks that somebody else has written; it may be no entry at all. */
function aboutOf(text: string): string {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry !== 'object' || entry === null || !('id' in entry)) return 'nothing known';
    return String(entry.id).slice(0, 80);
  } catch {
    return 'nothing known';
  }
}
