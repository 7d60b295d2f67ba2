import type { AttemptCommand } from '#shared/core/records/attempt-machine.ts';
import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import type { EpicCommand } from '#shared/core/records/epic-machine.ts';
import { epicMachine } from '#shared/core/records/epic-machine.ts';
import type { Collections, FactCollection, LogEntry } from '#shared/core/records/replay.ts';
import type { RunCommand } from '#shared/core/records/run-machine.ts';
import { runMachine } from '#shared/core/records/run-machine.ts';
import type { TaskCommand } from '#shared/core/records/task-machine.ts';
import { taskMachine } from '#shared/core/records/task-machine.ts';
import type { Machine } from '#shared/core/records/machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { Durability } from './database.ts';
import { maskedEntry } from './masked-entry.ts';
import type { Store } from './store.ts';

/** One thing to be written: a command to a machine, or a fact. */
export type Entry =
  | { readonly to: 'epics'; readonly id: string; readonly command: EpicCommand }
  | { readonly to: 'tasks'; readonly id: string; readonly command: TaskCommand }
  | { readonly to: 'runs'; readonly id: string; readonly command: RunCommand }
  | { readonly to: 'attempts'; readonly id: string; readonly command: AttemptCommand }
  | {
      [Name in FactCollection]: { readonly to: Name; readonly document: Collections[Name] };
    }[FactCollection];

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
export function commit(
  store: Store,
  entries: readonly Entry[],
  survives: Durability = 'disk',
): Result<void, Failure> {
  try {
    store.transact(() => {
      for (const entry of entries) write(store, maskedEntry(entry, store.mask));
    }, survives);
    return ok(undefined);
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    throw error;
  }
}

function write(store: Store, entry: Entry): void {
  switch (entry.to) {
    case 'epics': {
      const { id, command } = entry;
      drive(store, epicMachine, 'epics', id, command, (event) => ({
        collection: 'epics',
        id,
        event,
      }));
      return;
    }
    case 'tasks': {
      const { id, command } = entry;
      drive(store, taskMachine, 'tasks', id, command, (event) => ({
        collection: 'tasks',
        id,
        event,
      }));
      return;
    }
    case 'runs': {
      const { id, command } = entry;
      drive(store, runMachine, 'runs', id, command, (event) => ({ collection: 'runs', id, event }));
      return;
    }
    case 'attempts': {
      const { id, command } = entry;
      drive(store, attemptMachine, 'attempts', id, command, (event) => ({
        collection: 'attempts',
        id,
        event,
      }));
      return;
    }
    case 'evidence':
      store.append({ ...fact(entry), collection: 'evidence' }, 'evidence', entry.document);
      return;
    case 'receipts':
      store.append({ ...fact(entry), collection: 'receipts' }, 'receipts', entry.document);
      return;
    case 'telemetry':
      store.append({ ...fact(entry), collection: 'telemetry' }, 'telemetry', entry.document);
      return;
    case 'notifications':
      store.append(
        { ...fact(entry), collection: 'notifications' },
        'notifications',
        entry.document,
      );
      return;
    case 'worktrees':
      store.append({ ...fact(entry), collection: 'worktrees' }, 'worktrees', entry.document);
      return;
    case 'taskFiles':
      store.append({ ...fact(entry), collection: 'taskFiles' }, 'taskFiles', entry.document);
      return;
    default:
      assertNever(entry, 'entry');
  }
}

function fact<Document extends { readonly id: string }>(entry: {
  readonly document: Document;
}): { readonly id: string; readonly document: Document } {
  return { id: entry.document.id, document: entry.document };
}

function drive<Name extends 'epics' | 'tasks' | 'runs' | 'attempts', Command, Event, Effect>(
  store: Store,
  machine: Machine<Collections[Name], Command, Event, Effect>,
  name: Name,
  id: string,
  command: Command,
  toEntry: (event: Event) => LogEntry,
): void {
  let state = store.get(name, id);
  const decided = machine.decide(state, command);
  if (!decided.ok) throw new Refused(decided.error);
  for (const event of decided.value) {
    state = machine.evolve(state, event);
    store.append(toEntry(event), name, state);
  }
}
