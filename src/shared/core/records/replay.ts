import type { Attempt } from '#shared/model/attempt.ts';
import type { Epic } from '#shared/model/epic.ts';
import type { Evidence } from '#shared/model/evidence.ts';
import type { Notification } from '#shared/model/notification.ts';
import type { Receipt } from '#shared/model/receipt.ts';
import type { Run } from '#shared/model/run.ts';
import type { TaskFile } from '#shared/model/task-file.ts';
import type { Task } from '#shared/model/task.ts';
import type { Telemetry } from '#shared/model/telemetry.ts';
import type { WorktreeSlot } from '#shared/model/worktree-slot.ts';
import { attemptMachine } from './attempt-machine.ts';
import type { AttemptEvent } from './attempt-machine.ts';
import { epicMachine } from './epic-machine.ts';
import type { EpicEvent } from './epic-machine.ts';
import { runMachine } from './run-machine.ts';
import type { RunEvent } from './run-machine.ts';
import { taskMachine } from './task-machine.ts';
import type { TaskEvent } from './task-machine.ts';
import { assertNever } from '#shared/lib/assert-never.ts';

/** Everything the store holds, by collection. */
export interface Collections {
  epics: Epic;
  tasks: Task;
  runs: Run;
  attempts: Attempt;
  evidence: Evidence;
  receipts: Receipt;
  telemetry: Telemetry;
  notifications: Notification;
  worktrees: WorktreeSlot;
  taskFiles: TaskFile;
}
export type CollectionName = keyof Collections;

/** Collections whose documents are facts: written as a whole, without a machine. */
export type FactCollection =
  'evidence' | 'receipts' | 'telemetry' | 'notifications' | 'worktrees' | 'taskFiles';

/** One line of the event log: what happened to which document. */
export type LogEntry =
  | { readonly collection: 'epics'; readonly id: string; readonly event: EpicEvent }
  | { readonly collection: 'tasks'; readonly id: string; readonly event: TaskEvent }
  | { readonly collection: 'runs'; readonly id: string; readonly event: RunEvent }
  | { readonly collection: 'attempts'; readonly id: string; readonly event: AttemptEvent }
  | {
      [Name in FactCollection]: {
        readonly collection: Name;
        readonly id: string;
        readonly document: Collections[Name];
      };
    }[FactCollection];

/** The documents of every collection, by id. */
export type State = { [Name in CollectionName]: Map<string, Collections[Name]> };

/** A state without any document. */
export function emptyState(): State {
  return {
    epics: new Map(),
    tasks: new Map(),
    runs: new Map(),
    attempts: new Map(),
    evidence: new Map(),
    receipts: new Map(),
    telemetry: new Map(),
    notifications: new Map(),
    worktrees: new Map(),
    taskFiles: new Map(),
  };
}

/** Applies one log entry to `state`, in place. */
export function applyEntry(state: State, entry: LogEntry): void {
  const { id } = entry;
  switch (entry.collection) {
    case 'epics':
      state.epics.set(id, epicMachine.evolve(state.epics.get(id) ?? null, entry.event));
      return;
    case 'tasks':
      state.tasks.set(id, taskMachine.evolve(state.tasks.get(id) ?? null, entry.event));
      return;
    case 'runs':
      state.runs.set(id, runMachine.evolve(state.runs.get(id) ?? null, entry.event));
      return;
    case 'attempts':
      state.attempts.set(id, attemptMachine.evolve(state.attempts.get(id) ?? null, entry.event));
      return;
    case 'evidence':
      state.evidence.set(id, entry.document);
      return;
    case 'receipts':
      state.receipts.set(id, entry.document);
      return;
    case 'telemetry':
      state.telemetry.set(id, entry.document);
      return;
    case 'notifications':
      state.notifications.set(id, entry.document);
      return;
    case 'worktrees':
      state.worktrees.set(id, entry.document);
      return;
    case 'taskFiles':
      state.taskFiles.set(id, entry.document);
      return;
    default:
      assertNever(entry, 'log entry');
  }
}

/** The state that a log describes; the projections of the store are always equal to it. */
export function replay(entries: Iterable<LogEntry>): State {
  const state = emptyState();
  for (const entry of entries) applyEntry(state, entry);
  return state;
}
