import { decideOrder } from '#shared/core/records/collection-table.ts';
import type {
  NameOf,
  OrderOf,
  Shapes as AnyShapes,
} from '#shared/core/records/collection-table.ts';
import type { Shapes } from '#shared/core/records/collections.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Durability } from './database.ts';
import { maskedEntry } from './masked-entry.ts';
import type { Store } from './store.ts';

/** One thing to be written: a command to a machine, or a fact. */
export type Entry = OrderOf<Shapes>;

/** Thrown inside a transaction to undo it; never leaves this file. */
class Refused extends Error {
  readonly failure: Failure;

  constructor(problem: Failure) {
    super(problem.message);
    this.failure = problem;
  }
}

/**
 * Puts commands to the machines and writes what they decide: all entries in one transaction, or none
 * when one of them is refused.
 */
export function commit<S extends AnyShapes>(
  store: Store<S>,
  entries: readonly OrderOf<S, NameOf<S>>[],
  survives: Durability = 'disk',
): Result<void, Failure> {
  try {
    store.transact(() => {
      for (const entry of entries) write(store, entry);
    }, survives);
    return ok(undefined);
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    throw error;
  }
}

function write<S extends AnyShapes, Name extends NameOf<S>>(
  store: Store<S>,
  entry: OrderOf<S, Name>,
): void {
  const row = store.table[entry.to];
  const order = row.isPersonsOwn(entry) ? entry : maskedEntry(entry, store.mask);
  const id = row.idOf(order);
  let state = store.get(entry.to, id);
  const decided = decideOrder<S, Name>(store.table, state, order);
  if (!decided.ok) throw new Refused(decided.error);
  for (const happened of decided.value) {
    state = row.fold(state, happened);
    store.append(happened, state);
  }
}
