import type { z } from 'zod';
import type { Failure } from '#shared/lib/failure.ts';
import { ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';

/**
 * Whether the page holds a copy: `first` is read before the page shows anything, `later` soon after.
 */
export type Replication = 'first' | 'later' | false;

/** The types that belong to one collection. */
export interface Shape {
  readonly document: { readonly id: string };
  /** What the ledger is asked to write. */
  readonly order: object;
  /** What a line of the log says besides the document's collection and id. */
  readonly logged: object;
  /** Columns that documents are looked up by, besides their id. */
  readonly column: string;
  readonly replicated: Replication;
}
export type Shapes = Readonly<Record<string, Shape>>;
export type NameOf<S extends Shapes> = keyof S & string;

/** Path of a lookup column's value in the document; one that was added later says in which schema version. */
export type Lookup = `$.${string}` | { readonly path: `$.${string}`; readonly since: number };

/**
 * All that the rest of the program has to know of one collection. Store, ledger, replay, migrations, change
 * feed, contract and the page's replica read it from here.
 */
export interface CollectionRow<S extends Shape> {
  /** Schema version of the database in which the collection was added. */
  readonly since: number;
  /** The model of its documents. */
  readonly schema: z.ZodObject;
  readonly replicated: S['replicated'];
  readonly lookups: Readonly<Record<S['column'], Lookup>>;
  /** A document of the present form from one that an earlier version may have stored. */
  readonly upcast: (stored: S['document']) => S['document'];
  /** Which document an order is about. */
  readonly idOf: (order: S['order']) => string;
  /** Whether an order holds what a person wrote, which stays as it is: nothing in it is masked. */
  readonly isPersonsOwn: (order: S['order']) => boolean;
  /** What happens to the document by an order, or why it is refused. */
  readonly decide: (
    state: S['document'] | null,
    order: S['order'],
  ) => Result<readonly S['logged'][], Failure>;
  /** The document after something that happened to it; null when it is gone. */
  readonly fold: (state: S['document'] | null, logged: S['logged']) => S['document'] | null;
}

/** The rows of some collections by name. */
export type CollectionTable<S extends Shapes> = {
  readonly [Name in keyof S]: CollectionRow<S[Name]>;
};

/** The shapes of a table's rows. */
export type ShapesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends CollectionRow<infer One> ? One : never;
};

/** The documents by collection. */
export type DocumentsOf<S extends Shapes> = {
  readonly [Name in keyof S]: S[Name]['document'];
};

type LogEntries<S extends Shapes> = {
  readonly [Name in keyof S]: {
    readonly collection: Name;
    readonly id: string;
  } & S[Name]['logged'];
};
/** One line of the event log: what happened to which document. */
export type LogEntryOf<S extends Shapes, Name extends keyof S = keyof S> = LogEntries<S>[Name];

type Orders<S extends Shapes> = {
  readonly [Name in keyof S]: { readonly to: Name } & S[Name]['order'];
};
/** One thing to be written: a command to a machine, or a fact. */
export type OrderOf<S extends Shapes, Name extends keyof S = keyof S> = Orders<S>[Name];

/** Collections that the page holds a copy of. */
export type ReplicatedNameOf<S extends Shapes> = {
  [Name in NameOf<S>]: S[Name]['replicated'] extends false ? never : Name;
}[NameOf<S>];

/** The names of a table's collections, in its order. */
export function namesOf<S extends Shapes>(table: CollectionTable<S>): readonly NameOf<S>[] {
  return Object.keys(table).filter((name): name is NameOf<S> => name in table);
}

/** The collections of a table that the page holds a copy of. */
export function replicatedNamesOf<S extends Shapes>(
  table: CollectionTable<S>,
): readonly ReplicatedNameOf<S>[] {
  return namesOf(table).filter(
    (name): name is ReplicatedNameOf<S> => table[name].replicated !== false,
  );
}

/** An object with what `make` gives for each name. */
export function byName<Made extends object>(
  names: readonly (keyof Made)[],
  make: <Name extends keyof Made>(name: Name) => Made[Name],
): Made {
  const made: Partial<Made> = {};
  for (const name of names) made[name] = make(name);
  const isWhole = (one: Partial<Made>): one is Made => names.every((name) => name in one);
  if (!isWhole(made)) throw new Error('A collection is missing.');
  return made;
}

/** The lines of the log that an order leads to, for a document as it is; or why it is refused. */
export function decideOrder<S extends Shapes, Name extends NameOf<S>>(
  table: CollectionTable<S>,
  state: S[Name]['document'] | null,
  order: OrderOf<S, Name>,
): Result<readonly LogEntryOf<S, Name>[], Failure> {
  const row = table[order.to];
  const decided = row.decide(state, order);
  if (!decided.ok) return decided;
  const line = { collection: order.to, id: row.idOf(order) };
  return ok(decided.value.map((logged) => ({ ...line, ...logged })));
}

interface CommonOptions<Document, Column extends string, Replicated extends Replication> {
  readonly since: number;
  readonly schema: z.ZodObject & z.ZodType<Document>;
  readonly replicated: Replicated;
  readonly lookups: Readonly<Record<Column, Lookup>>;
  /** What of a stored document has to be another value; null when nothing has. */
  readonly upcast?: (stored: object) => Partial<Document> | null;
}

/** The part of a state machine that records need; its documents may come to an end. */
interface RecordMachine<Document, Command, Event> {
  decide(state: Document | null, command: Command): Result<readonly Event[], Failure>;
  evolve(state: Document | null, event: Event): Document | null;
}

interface MachineOptions<
  Document,
  Command extends { readonly kind: string },
  Event,
  Column extends string,
  Replicated extends Replication,
> extends CommonOptions<Document, Column, Replicated> {
  readonly machine: RecordMachine<Document, Command, Event>;
  /** Commands that hold what a person wrote. */
  readonly personsOwn?: readonly Command['kind'][];
}

/** The shape of a collection whose documents follow from the events of a machine. */
interface MachineShape<
  Document extends { readonly id: string },
  Command,
  Event,
  Column extends string,
  Replicated extends Replication,
> extends Shape {
  readonly document: Document;
  readonly order: { readonly id: string; readonly command: Command };
  readonly logged: { readonly event: Event };
  readonly column: Column;
  readonly replicated: Replicated;
}

/** The row of a collection whose documents follow from the events of a machine. */
export function machineRow<
  Document extends { readonly id: string },
  Command extends { readonly kind: string },
  Event,
  Column extends string,
  Replicated extends Replication,
>({
  machine,
  personsOwn = [],
  upcast,
  ...common
}: MachineOptions<Document, Command, Event, Column, Replicated>): CollectionRow<
  MachineShape<Document, Command, Event, Column, Replicated>
> {
  const current = upcaster(upcast);
  return {
    ...common,
    upcast: current,
    idOf: ({ id }) => id,
    isPersonsOwn: ({ command }) => personsOwn.includes(command.kind),
    decide(state, { command }) {
      const decided = machine.decide(state, command);
      return decided.ok ? ok(decided.value.map((event) => ({ event }))) : decided;
    },
    fold(state, { event }) {
      const next = machine.evolve(state, event);
      // The event, too, may be one that an earlier version wrote.
      return next === null ? null : current(next);
    },
  };
}

/** The shape of a collection whose documents are written as a whole. */
interface FactShape<
  Document extends { readonly id: string },
  Column extends string,
  Replicated extends Replication,
  Removable extends boolean,
> extends Shape {
  readonly document: Document;
  readonly order:
    | { readonly document: Document }
    | (Removable extends true ? { readonly removed: string } : never);
  readonly logged: { readonly document: Removable extends true ? Document | null : Document };
  readonly column: Column;
  readonly replicated: Replicated;
}

/** The row of a collection whose documents are facts: written as a whole, without a machine, and never removed. */
export function factRow<
  Document extends { readonly id: string },
  Column extends string,
  Replicated extends Replication,
>({
  upcast,
  ...common
}: CommonOptions<Document, Column, Replicated>): CollectionRow<
  FactShape<Document, Column, Replicated, false>
> {
  const current = upcaster(upcast);
  return {
    ...common,
    upcast: current,
    idOf: ({ document }) => document.id,
    isPersonsOwn: () => false,
    decide: (_state, { document }) => ok([{ document }]),
    fold: (_state, { document }) => current(document),
  };
}

/** Like {@link factRow}, of documents that may be removed again. */
export function removableFactRow<
  Document extends { readonly id: string },
  Column extends string,
  Replicated extends Replication,
>({
  upcast,
  ...common
}: CommonOptions<Document, Column, Replicated>): CollectionRow<
  FactShape<Document, Column, Replicated, true>
> {
  const current = upcaster(upcast);
  return {
    ...common,
    upcast: current,
    idOf: (order) => ('removed' in order ? order.removed : order.document.id),
    isPersonsOwn: () => false,
    decide: (state, order) => {
      if (!('removed' in order)) return ok([{ document: order.document }]);
      return ok(state === null ? [] : [{ document: null }]);
    },
    fold: (_state, { document }) => (document === null ? null : current(document)),
  };
}

function upcaster<Document extends object>(
  upcast: ((stored: object) => Partial<Document> | null) | undefined,
): (stored: Document) => Document {
  if (upcast === undefined) return (stored) => stored;
  return (stored) => {
    const changes = upcast(stored);
    return changes === null ? stored : { ...stored, ...changes };
  };
}

/** A value that an earlier version stored under a name that is not used any more. */
export function formerValue(stored: object, name: string): unknown {
  return new Map<string, unknown>(Object.entries(stored)).get(name);
}

/** An upcaster of documents that were stored when a field had the name `former`. */
export function renamedField<Fields extends object>(
  former: string,
  current: (value: unknown) => Fields,
): (stored: object) => Fields | null {
  return (stored) => {
    const fields = current(formerValue(stored, former));
    return Object.keys(fields).every((name) => name in stored) ? null : fields;
  };
}

/** An upcaster of documents that were stored before these fields were added. */
export function laterFields<Fields extends object>(
  later: Fields,
): (stored: object) => Fields | null {
  const names = Object.keys(later);
  return (stored) => (names.every((name) => name in stored) ? null : { ...later, ...stored });
}
