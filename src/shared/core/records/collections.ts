import { attemptMachine } from '#shared/core/records/attempt-machine.ts';
import { epicRecords, taskRecords } from '#shared/core/edits/removal.ts';
import { currentAttempt, currentEvidence, currentSlot, currentTaskFile } from './earlier-forms.ts';
import { landingMachine } from '#shared/core/records/landing-machine.ts';
import { epicInUse, removable, taskInUse } from '#shared/core/edits/removable.ts';
import { runMachine } from '#shared/core/records/run-machine.ts';
import { attemptSchema } from '#shared/model/attempt.ts';
import { foreignChangeSchema } from '#shared/model/foreign-change.ts';
import { epicSchema } from '#shared/model/epic.ts';
import { evidenceSchema } from '#shared/model/evidence.ts';
import { landingSchema } from '#shared/model/landing.ts';
import { notificationSchema } from '#shared/model/notification.ts';
import { receiptSchema } from '#shared/model/receipt.ts';
import { runSchema } from '#shared/model/run.ts';
import { taskFileSchema } from '#shared/model/task-file.ts';
import { taskSchema } from '#shared/model/task.ts';
import { telemetrySchema } from '#shared/model/telemetry.ts';
import { worktreeSlotSchema } from '#shared/model/worktree-slot.ts';
import {
  factRow,
  laterFields,
  machineRow,
  namesOf,
  removableFactRow,
  replicatedNamesOf,
} from './collection-table.ts';
import type {
  CollectionTable,
  DocumentsOf,
  LogEntryOf,
  NameOf,
  ReplicatedNameOf,
  ShapesOf,
} from './collection-table.ts';

/**
 * Everything the store holds, one row a collection. A new collection is one row: its `since` is the next
 * schema version of the database, which then makes its table by itself.
 */
const rows = {
  epics: machineRow({
    since: 1,
    schema: epicSchema,
    machine: removable(epicRecords, epicInUse),
    personsOwn: ['add', 'edit', 'restore'],
    lookups: { status: '$.status' },
    replicated: 'first',
  }),
  tasks: machineRow({
    since: 1,
    schema: taskSchema,
    machine: removable(taskRecords, taskInUse),
    personsOwn: ['add', 'edit', 'undo_reopen', 'restore'],
    lookups: { epic_id: '$.epicId', status: '$.status' },
    replicated: 'first',
    upcast: laterFields({ closedByHand: null, life: 1 }),
  }),
  runs: machineRow({
    since: 1,
    schema: runSchema,
    machine: runMachine,
    // The config in it must do what it says.
    personsOwn: ['start'],
    lookups: { status: '$.status' },
    replicated: 'first',
    upcast: laterFields({ paused: false, origin: null }),
  }),
  attempts: machineRow({
    since: 1,
    schema: attemptSchema,
    machine: attemptMachine,
    lookups: { task_id: '$.taskId', run_id: '$.runId', phase: '$.phase' },
    replicated: 'first',
    upcast: currentAttempt,
  }),
  landings: machineRow({
    since: 6,
    schema: landingSchema,
    machine: landingMachine,
    lookups: {
      // The change that asked for it is the last of its works.
      task_id: '$.works[#-1].taskId',
      run_id: '$.runId',
      phase: '$.phase',
    },
    replicated: 'first',
    upcast: laterFields({ marks: [] }),
  }),
  evidence: factRow({
    since: 1,
    schema: evidenceSchema,
    lookups: { task_id: '$.taskId', attempt_id: '$.attemptId', tree: '$.tree' },
    replicated: 'later',
    upcast: currentEvidence,
  }),
  receipts: factRow({
    since: 1,
    schema: receiptSchema,
    lookups: { task_id: '$.taskId', epic_id: '$.epicId' },
    replicated: 'later',
    upcast: laterFields({ marks: [] }),
  }),
  telemetry: factRow({
    since: 1,
    schema: telemetrySchema,
    lookups: { task_id: '$.taskId', run_id: '$.runId' },
    replicated: 'later',
  }),
  notifications: factRow({
    since: 1,
    schema: notificationSchema,
    lookups: {},
    replicated: 'first',
  }),
  worktrees: factRow({
    since: 1,
    schema: worktreeSlotSchema,
    lookups: { task_id: '$.taskId' },
    replicated: false,
    upcast: currentSlot,
  }),
  taskFiles: removableFactRow({
    since: 4,
    schema: taskFileSchema,
    lookups: {},
    replicated: false,
    upcast: currentTaskFile,
  }),
  foreignChanges: factRow({
    since: 7,
    schema: foreignChangeSchema,
    lookups: {},
    replicated: false,
  }),
} as const;

/**
 * RxDB's free build opens at most about 13 collections. So the page holds copies of twelve at most: what
 * else it shows comes with the status stream or is fetched by call.
 */
export const replicatedBudget = 12;

/** The shapes of the collections. */
export type Shapes = ShapesOf<typeof rows>;
export const collections: CollectionTable<Shapes> = rows;

export type CollectionName = NameOf<Shapes>;
/** The documents by collection. */
export type Collections = DocumentsOf<Shapes>;
/** One line of the event log: what happened to which document. */
export type LogEntry = LogEntryOf<Shapes>;

/** Collections that the page holds a copy of. `epics` and `tasks` may be edited there, the rest not. */
export type ReplicatedCollection = ReplicatedNameOf<Shapes>;
export const replicatedCollections = replicatedNamesOf(collections);
export const collectionNames = namesOf(collections);
