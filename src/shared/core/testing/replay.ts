import { byName, namesOf } from '#shared/core/records/collection-table.ts';
import type {
  CollectionTable,
  DocumentsOf,
  LogEntryOf,
  NameOf,
  Shapes as AnyShapes,
} from '#shared/core/records/collection-table.ts';
import { collections } from '#shared/core/records/collections.ts';
import type { LogEntry, Shapes } from '#shared/core/records/collections.ts';

/** The documents of every collection of a table, by id. */
export type StateOf<S extends AnyShapes> = {
  readonly [Name in keyof S]: Map<string, DocumentsOf<S>[Name]>;
};
/** The documents of every collection, by id. */
export type State = StateOf<Shapes>;

/** A state without any document. */
export function emptyStateOf<S extends AnyShapes>(table: CollectionTable<S>): StateOf<S> {
  return byName<StateOf<S>>(namesOf(table), () => new Map());
}

/** Applies one log entry to `state`, in place. */
export function applyTo<S extends AnyShapes, Name extends NameOf<S>>(
  table: CollectionTable<S>,
  state: StateOf<S>,
  entry: LogEntryOf<S, Name>,
): void {
  const { collection, id } = entry;
  const documents = state[collection];
  const folded = table[collection].fold(documents.get(id) ?? null, entry);
  if (folded === null) documents.delete(id);
  else documents.set(id, folded);
}

/** The state that a log of a table's collections describes. */
export function replayOf<S extends AnyShapes>(
  table: CollectionTable<S>,
  entries: Iterable<LogEntryOf<S, NameOf<S>>>,
): StateOf<S> {
  const state = emptyStateOf(table);
  for (const entry of entries) applyTo(table, state, entry);
  return state;
}

export function emptyState(): State {
  return emptyStateOf(collections);
}

export function applyEntry(state: State, entry: LogEntry): void {
  applyTo(collections, state, entry);
}

/** The state that a log describes; the projections of the store are always equal to it. */
export function replay(entries: Iterable<LogEntry>): State {
  return replayOf(collections, entries);
}
