import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { ClosedByHand, Task, TaskSpec, TaskStatus } from '#shared/model/task.ts';
import type { Machine } from './machine.ts';

/** What a person may change in a task: what people write, and the notes that are kept with it. */
export type TaskChanges = Partial<TaskSpec & Pick<Task, 'implementationNotes'>>;

/** What may be asked of a task. Times are UTC ISO. */
export type TaskCommand =
  | {
      readonly kind: 'add';
      readonly task: Task;
      /** The id that its page gave it, where another task had that. */
      readonly requestedId?: string;
    }
  | { readonly kind: 'edit'; readonly changes: TaskChanges; readonly at: string }
  | { readonly kind: 'start'; readonly attemptId: string; readonly at: string }
  | { readonly kind: 'note_code_change'; readonly at: string }
  | { readonly kind: 'review'; readonly at: string }
  | {
      readonly kind: 'put_back';
      readonly reason: string;
      /** Whether the attempt counts against the re-dispatch limit. */
      readonly counts: boolean;
      readonly at: string;
    }
  | {
      readonly kind: 'close';
      readonly summary: string;
      readonly notes: string;
      readonly at: string;
    }
  | {
      readonly kind: 'close_by_hand';
      readonly reason: string;
      readonly by: ClosedByHand['by'];
      readonly at: string;
    }
  | { readonly kind: 'block'; readonly reason: string; readonly at: string }
  | { readonly kind: 'reopen'; readonly reason: string; readonly at: string }
  | {
      readonly kind: 'undo_reopen';
      /** The task as it was before it was opened again. */
      readonly before: Task;
      readonly at: string;
    };

export type TaskEvent =
  | { readonly kind: 'added'; readonly task: Task; readonly requestedId?: string }
  | { readonly kind: 'edited'; readonly changes: TaskChanges; readonly at: string }
  | { readonly kind: 'started'; readonly attemptId: string; readonly at: string }
  | { readonly kind: 'code_changed'; readonly at: string }
  | { readonly kind: 'review_began'; readonly at: string }
  | {
      readonly kind: 'returned';
      readonly reason: string;
      readonly counts: boolean;
      readonly at: string;
    }
  | {
      readonly kind: 'closed';
      readonly summary: string;
      readonly notes: string;
      readonly at: string;
    }
  | {
      readonly kind: 'closed_by_hand';
      readonly reason: string;
      readonly by: ClosedByHand['by'];
      readonly at: string;
    }
  | { readonly kind: 'blocked'; readonly reason: string; readonly at: string }
  | { readonly kind: 'reopened'; readonly reason: string; readonly at: string }
  | { readonly kind: 'reopening_undone'; readonly before: Task; readonly at: string };

/** What the outside does for a task's state: keep the file it came from true. */
export type TaskEffect = { readonly kind: 'write_back'; readonly taskId: string };

/** What is said of a task that came closed and does not say why. */
export const closedWhenImported = 'It was closed already when it was imported.';

const stopFirst = 'Stop its agent first, or close it with `--stop`: its work is kept.';
const editLater = 'Edit it again when the attempt has ended.';
const mergeFirst =
  'Wait until its merge has ended, or close it with `--stop`: a merge that waits is given up then, and its work is kept.';
const editAfterMerge =
  'Edit it again when its merge has ended, or stop the task first: its work is kept.';

function refuse(task: Task, change: string, action?: string): Result<never, Failure> {
  return err(
    failure(
      'illegal-task-status',
      `Task ${task.id} is ${task.status.replace('_', ' ')}: it cannot be ${change}.`,
      action ?? 'Look at the task with `switchyard show`, and reopen it if it should run again.',
    ),
  );
}

/** Why what a closed task says cannot be changed: it is what was checked and merged. */
export function closedFailure(id: string): Failure {
  return failure(
    'illegal-task-status',
    `Task ${id} is closed: it cannot be edited, as it says what was done.`,
    'Reopen it to change it.',
  );
}

/** Its place among others may still change, and a file is the truth about its own task. */
function isSettled({ status, source }: Task, changes: Partial<TaskSpec>): boolean {
  if (status !== 'closed' || source !== null) return false;
  return Object.keys(changes).some((field) => field !== 'ordinal');
}

function decide(task: Task | null, command: TaskCommand): Result<readonly TaskEvent[], Failure> {
  if (command.kind === 'add') {
    const { kind: _kind, ...added } = command;
    if (task === null) return ok([{ kind: 'added', ...added }]);
    return err(
      failure('duplicate-id', `Task ${task.id} exists already.`, 'Choose another id, or edit it.'),
    );
  }
  if (task === null) {
    return err(
      failure('unknown-task', 'There is no such task.', 'List tasks with `switchyard list`.'),
    );
  }
  return decideExisting(task, command);
}

function decideExisting(
  task: Task,
  command: Exclude<TaskCommand, { kind: 'add' }>,
): Result<readonly TaskEvent[], Failure> {
  const { status } = task;
  const isRunning = status === 'in_progress' || status === 'in_review';
  const { at } = command;
  switch (command.kind) {
    case 'edit':
      if (status === 'in_progress') {
        return refuse(task, 'edited while an agent works on it', editLater);
      }
      if (status === 'in_review') {
        return refuse(task, 'edited while its work is checked and merged', editAfterMerge);
      }
      if (isSettled(task, command.changes)) return err(closedFailure(task.id));
      return ok([{ kind: 'edited', changes: command.changes, at }]);
    case 'start':
      if (status !== 'open') return refuse(task, 'started');
      return ok([{ kind: 'started', attemptId: command.attemptId, at }]);
    case 'note_code_change':
      if (!isRunning || task.firstCodeChangeAt !== null) return ok([]);
      return ok([{ kind: 'code_changed', at }]);
    case 'review':
      if (status === 'in_review') return ok([]);
      if (status !== 'in_progress') return refuse(task, 'reviewed');
      return ok([{ kind: 'review_began', at }]);
    case 'put_back':
      if (!isRunning) return refuse(task, 'put back');
      return ok([{ kind: 'returned', reason: command.reason, counts: command.counts, at }]);
    case 'close': {
      // Closing as verified needs the merge's way through review: no shortcut from open or blocked.
      if (status !== 'in_review') return refuse(task, 'closed');
      return ok([{ kind: 'closed', summary: command.summary, notes: command.notes, at }]);
    }
    case 'close_by_hand':
      if (status === 'in_progress') return refuse(task, 'closed by hand', stopFirst);
      if (status === 'in_review') {
        return refuse(task, 'closed by hand while its work is checked and merged', mergeFirst);
      }
      if (status === 'closed') return refuse(task, 'closed by hand');
      return ok([{ kind: 'closed_by_hand', reason: command.reason, by: command.by, at }]);
    case 'block':
      if (status === 'closed') return refuse(task, 'blocked');
      return ok([{ kind: 'blocked', reason: command.reason, at }]);
    case 'reopen':
      if (status !== 'closed' && status !== 'blocked') return refuse(task, 'reopened');
      return ok([{ kind: 'reopened', reason: command.reason, at }]);
    case 'undo_reopen': {
      // No way to close a task without review: it only was closed before (engine/undo-reopen.ts).
      const { before } = command;
      const wasReopened = before.status === 'closed' || before.status === 'blocked';
      if (status !== 'open' || !wasReopened) return refuse(task, 'put back to how it was before');
      return ok([{ kind: 'reopening_undone', before, at }]);
    }
    default:
      return assertNever(command, 'task command');
  }
}

/**
 * A task as it was added: one that came closed has no evidence here. Each is in its first life, also where
 * the log was written before lives and closings by hand were recorded.
 */
function asAdded(added: Omit<Task, 'life'> & Partial<Pick<Task, 'life'>>): Task {
  const task: Task = { life: 1, ...added };
  if (task.status !== 'closed' || closedByHandOf(task) !== null) return task;
  const at = task.completedAt ?? task.createdAt;
  return { ...task, closedByHand: { reason: closedWhenImported, by: 'import', at } };
}

/** Closed without checks: the criteria stay as they are, because nothing has shown that they are met. */
function closedWithout(
  task: Task,
  { reason, by, at }: Extract<TaskEvent, { readonly kind: 'closed_by_hand' }>,
): Task {
  return {
    ...withStatus(task, 'closed', at),
    blockedReason: null,
    closedByHand: { reason, by, at },
    completedAt: at,
  };
}

function withStatus(task: Task, status: TaskStatus, at: string): Task {
  return { ...task, status, updatedAt: at };
}

function evolve(task: Task | null, event: TaskEvent): Task {
  if (event.kind === 'added') return asAdded(event.task);
  if (task === null) throw new Error(`Task event ${event.kind} before the task was added.`);
  const { at } = event;
  switch (event.kind) {
    case 'edited':
      return { ...task, ...event.changes, id: task.id, updatedAt: at };
    case 'started':
      return {
        ...withStatus(task, 'in_progress', at),
        dispatches: task.dispatches + 1,
        startedAt: task.startedAt ?? at,
        blockedReason: null,
      };
    case 'code_changed':
      return { ...task, firstCodeChangeAt: at, updatedAt: at };
    case 'review_began':
      return withStatus(task, 'in_review', at);
    case 'returned':
      return {
        ...withStatus(task, 'open', at),
        dispatches: event.counts ? task.dispatches : Math.max(0, task.dispatches - 1),
      };
    case 'closed':
      return {
        ...withStatus(task, 'closed', at),
        acceptanceCriteria: task.acceptanceCriteria.map((one) => ({ ...one, checked: true })),
        finalSummary: event.summary,
        implementationNotes: event.notes,
        closedByHand: null,
        completedAt: at,
      };
    case 'closed_by_hand':
      return closedWithout(task, event);
    case 'blocked':
      return { ...withStatus(task, 'blocked', at), blockedReason: event.reason };
    case 'reopened':
      return {
        ...withStatus(task, 'open', at),
        acceptanceCriteria: task.acceptanceCriteria.map((one) => ({ ...one, checked: false })),
        blockedReason: null,
        closedByHand: null,
        dispatches: 0,
        debugAttempts: 0,
        // The caps count from here (protocol/lives.ts).
        life: task.life + 1,
        startedAt: null,
        firstCodeChangeAt: null,
        completedAt: null,
      };
    case 'reopening_undone':
      return { ...event.before, id: task.id, updatedAt: at };
    default:
      return assertNever(event, 'task event');
  }
}

/** The task's life as one explicit machine (SPEC section 2); the board column is its projection. */
export const taskMachine: Machine<Task, TaskCommand, TaskEvent, TaskEffect> = {
  decide,
  evolve,
  effects: (task) => (task.source === null ? [] : [{ kind: 'write_back', taskId: task.id }]),
};
