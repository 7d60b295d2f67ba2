import { decideOrder } from '#shared/core/records/collection-table.ts';
import type { OrderOf } from '#shared/core/records/collection-table.ts';
import { collections } from '#shared/core/records/collections.ts';
import type { CollectionName, LogEntry, Shapes } from '#shared/core/records/collections.ts';
import { applyEntry, emptyState } from '#shared/core/testing/replay.ts';
import type { State } from '#shared/core/testing/replay.ts';

/** One command to one record's machine, or a fact. */
export type SimulatedEntry = OrderOf<Shapes>;

/**
 * The store of a simulation: the state is kept event by event, as the real store keeps its projections,
 * and the log is what a replay has to agree with.
 */
export class SimulatedLedger {
  readonly state: State = emptyState();
  readonly log: LogEntry[] = [];

  /**
   * Puts the commands to their machines, one after the other.
   * @throws {Error} when one of them is refused
   */
  write(...entries: readonly SimulatedEntry[]): void {
    for (const entry of entries) this.#writeOne(entry);
  }

  #writeOne<Name extends CollectionName>(entry: OrderOf<Shapes, Name>): void {
    const id = collections[entry.to].idOf(entry);
    const state = this.state[entry.to].get(id) ?? null;
    const decided = decideOrder<Shapes, Name>(collections, state, entry);
    if (!decided.ok) throw new Error(`${entry.to} ${id}: ${decided.error.message}`);
    for (const happened of decided.value) {
      applyEntry(this.state, happened);
      this.log.push(happened);
    }
  }
}
