import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import type { AttemptCommand } from '#shared/core/records/attempt-machine.ts';
import { epicMachine } from '#shared/core/records/epic-machine.ts';
import type { EpicCommand } from '#shared/core/records/epic-machine.ts';
import type { Machine } from '#shared/core/records/machine.ts';
import { emptyState } from '#shared/core/records/replay.ts';
import type { LogEntry, State } from '#shared/core/records/replay.ts';
import { runMachine } from '#shared/core/records/run-machine.ts';
import type { RunCommand } from '#shared/core/records/run-machine.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import type { TaskCommand } from '#shared/core/records/task-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';

/** One command to one record's machine. */
export type SimulatedEntry =
  | { readonly to: 'epics'; readonly id: string; readonly command: EpicCommand }
  | { readonly to: 'tasks'; readonly id: string; readonly command: TaskCommand }
  | { readonly to: 'runs'; readonly id: string; readonly command: RunCommand }
  | { readonly to: 'attempts'; readonly id: string; readonly command: AttemptCommand };

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

  #writeOne(entry: SimulatedEntry): void {
    const { id } = entry;
    switch (entry.to) {
      case 'epics':
        this.#drive(this.state.epics, epicMachine, id, entry.command, (event) => {
          this.log.push({ collection: 'epics', id, event });
        });
        return;
      case 'tasks':
        this.#drive(this.state.tasks, taskMachine, id, entry.command, (event) => {
          this.log.push({ collection: 'tasks', id, event });
        });
        return;
      case 'runs':
        this.#drive(this.state.runs, runMachine, id, entry.command, (event) => {
          this.log.push({ collection: 'runs', id, event });
        });
        return;
      case 'attempts':
        this.#drive(this.state.attempts, attemptMachine, id, entry.command, (event) => {
          this.log.push({ collection: 'attempts', id, event });
        });
        return;
      default:
        assertNever(entry, 'simulated entry');
    }
  }

  #drive<Document, Command extends { readonly kind: string }, Event, Effect>(
    documents: Map<string, Document>,
    machine: Machine<Document, Command, Event, Effect>,
    id: string,
    command: Command,
    log: (event: Event) => void,
  ): void {
    const decided = machine.decide(documents.get(id) ?? null, command);
    if (!decided.ok) throw new Error(`${command.kind} of ${id}: ${decided.error.message}`);
    for (const event of decided.value) {
      documents.set(id, machine.evolve(documents.get(id) ?? null, event));
      log(event);
    }
  }
}
