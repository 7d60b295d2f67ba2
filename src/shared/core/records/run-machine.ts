import { assertNever } from '#shared/lib/assert-never.ts';
import { failure } from '#shared/lib/failure.ts';
import type { Failure } from '#shared/lib/failure.ts';
import { err, ok } from '#shared/lib/result.ts';
import type { Result } from '#shared/lib/result.ts';
import type { ProcessIdentity } from '#shared/model/attempt.ts';
import type { Run, RunOutcome, Skip } from '#shared/model/run.ts';
import type { Machine } from './machine.ts';

export type RunCommand =
  | { readonly kind: 'start'; readonly run: Run }
  | { readonly kind: 'skip'; readonly taskId: string; readonly reason: string; readonly at: string }
  | { readonly kind: 'skip_rest'; readonly skips: readonly Skip[]; readonly at: string }
  | { readonly kind: 'start_batch'; readonly taskIds: readonly string[]; readonly at: string }
  | { readonly kind: 'end_batch'; readonly at: string }
  /** Tasks that the run does not have yet, or has skipped: these are taken up again. */
  | { readonly kind: 'add_tasks'; readonly taskIds: readonly string[]; readonly at: string }
  | { readonly kind: 'pause'; readonly at: string }
  | { readonly kind: 'go_on'; readonly at: string }
  | { readonly kind: 'cancel'; readonly now: boolean; readonly at: string }
  | { readonly kind: 'interrupt'; readonly at: string }
  | { readonly kind: 'resume'; readonly owner: ProcessIdentity; readonly at: string }
  | {
      readonly kind: 'end';
      readonly outcome: RunOutcome;
      readonly problem: string | null;
      readonly at: string;
    };

export type RunEvent =
  | { readonly kind: 'started'; readonly run: Run }
  | {
      readonly kind: 'task_skipped';
      readonly taskId: string;
      readonly reason: string;
      readonly at: string;
    }
  | { readonly kind: 'rest_skipped'; readonly skips: readonly Skip[]; readonly at: string }
  | { readonly kind: 'batch_started'; readonly taskIds: readonly string[]; readonly at: string }
  | { readonly kind: 'batch_ended'; readonly at: string }
  | { readonly kind: 'tasks_added'; readonly taskIds: readonly string[]; readonly at: string }
  | { readonly kind: 'paused'; readonly at: string }
  | { readonly kind: 'went_on'; readonly at: string }
  | { readonly kind: 'cancel_requested'; readonly now: boolean; readonly at: string }
  | { readonly kind: 'interrupted'; readonly at: string }
  | { readonly kind: 'resumed'; readonly owner: ProcessIdentity; readonly at: string }
  | {
      readonly kind: 'ended';
      readonly outcome: RunOutcome;
      readonly problem: string | null;
      readonly at: string;
    };

/** A run that is not ended is to be driven on. */
export type RunEffect = { readonly kind: 'drive' };

function decide(run: Run | null, command: RunCommand): Result<readonly RunEvent[], Failure> {
  if (command.kind === 'start') {
    if (run === null) return ok([{ kind: 'started', run: command.run }]);
    return err(failure('duplicate-id', `Run ${run.id} exists already.`, 'Report this.'));
  }
  if (run === null || run.status === 'ended') {
    return err(
      failure(
        'run-not-active',
        run === null ? 'There is no such run.' : `Run ${run.id} has ended.`,
        'Start a new one with `switchyard run`.',
      ),
    );
  }
  return decideActive(run, command);
}

function refuse(run: Run, why: string): Result<never, Failure> {
  return err(failure('illegal-run-command', `Run ${run.id} ${why}.`, 'Report this.'));
}

/** Why a person cannot steer the run any more; null while they can. */
function notSteerable(run: Run): Failure | null {
  switch (run.status) {
    case 'active':
      return null;
    case 'cancelling':
    case 'stopping':
      return failure(
        'run-ending',
        `Run ${run.id} is being cancelled.`,
        'Start a new run when it has ended.',
      );
    case 'interrupted':
      return failure(
        'run-interrupted',
        `Run ${run.id} was interrupted and is not driven.`,
        'Go on with `switchyard run --resume`, or end it with `switchyard cancel`.',
      );
    case 'ended':
      return failure('run-not-active', `Run ${run.id} has ended.`, 'Start a new one.');
    default:
      return assertNever(run.status, 'run status');
  }
}

function decideAddTasks(
  run: Run,
  { taskIds, at }: Extract<RunCommand, { kind: 'add_tasks' }>,
): Result<readonly RunEvent[], Failure> {
  const problem = notSteerable(run);
  if (problem !== null) return err(problem);
  const skipped = new Set(run.skipped.map(({ taskId }) => taskId));
  const known = taskIds.filter((id) => run.taskIds.includes(id) && !skipped.has(id));
  if (known.length > 0) {
    return err(
      failure(
        'task-in-run',
        `The active run has ${known.join(', ')} already.`,
        'Each of its tasks starts when a slot is free and all it waits for is closed.',
      ),
    );
  }
  const added = [...new Set(taskIds)];
  return ok(added.length === 0 ? [] : [{ kind: 'tasks_added', taskIds: added, at }]);
}

/** Pausing twice, or going on with what is not paused, changes nothing. */
function decidePause(run: Run, paused: boolean, at: string): Result<readonly RunEvent[], Failure> {
  const problem = notSteerable(run);
  if (problem !== null) return err(problem);
  if (run.paused === paused) return ok([]);
  return ok([{ kind: paused ? 'paused' : 'went_on', at }]);
}

/** Ids that are not among the tasks the run was started with. */
function strangers(run: Run, taskIds: readonly string[]): readonly string[] {
  const known = new Set(run.taskIds);
  return taskIds.filter((taskId) => !known.has(taskId));
}

function decideActive(
  run: Run,
  command: Exclude<RunCommand, { kind: 'start' }>,
): Result<readonly RunEvent[], Failure> {
  const { at } = command;
  switch (command.kind) {
    case 'skip': {
      const { taskId, reason } = command;
      if (strangers(run, [taskId]).length > 0) return refuse(run, `has no task ${taskId}`);
      if (run.skipped.some((skip) => skip.taskId === taskId)) return ok([]);
      return ok([{ kind: 'task_skipped', taskId, reason, at }]);
    }
    case 'skip_rest': {
      const ids = command.skips.map(({ taskId }) => taskId);
      const unknown = strangers(run, ids);
      if (unknown.length > 0) return refuse(run, `has no task ${unknown.join(', ')}`);
      const known = new Set(run.skipped.map(({ taskId }) => taskId));
      const skips = command.skips.filter(({ taskId }) => !known.has(taskId));
      return ok(skips.length === 0 ? [] : [{ kind: 'rest_skipped', skips, at }]);
    }
    case 'start_batch': {
      const { taskIds } = command;
      if (run.batch.length > 0) return refuse(run, 'has a batch under way');
      if (taskIds.length === 0) return refuse(run, 'cannot start a batch of nothing');
      const unknown = strangers(run, taskIds);
      if (unknown.length > 0) return refuse(run, `has no task ${unknown.join(', ')}`);
      return ok([{ kind: 'batch_started', taskIds, at }]);
    }
    case 'end_batch':
      return ok(run.batch.length === 0 ? [] : [{ kind: 'batch_ended', at }]);
    case 'add_tasks':
      return decideAddTasks(run, command);
    case 'pause':
      return decidePause(run, true, at);
    case 'go_on':
      return decidePause(run, false, at);
    case 'cancel': {
      // Nobody drives an interrupted run: it has to be taken over before it can be cancelled.
      if (run.status === 'interrupted') return refuse(run, 'was interrupted and is not driven');
      const repeated = run.status === 'stopping' || (run.status === 'cancelling' && !command.now);
      return ok(repeated ? [] : [{ kind: 'cancel_requested', now: command.now, at }]);
    }
    case 'interrupt':
      return ok(run.status === 'interrupted' ? [] : [{ kind: 'interrupted', at }]);
    case 'resume':
      return ok([{ kind: 'resumed', owner: command.owner, at }]);
    case 'end':
      return ok([{ kind: 'ended', outcome: command.outcome, problem: command.problem, at }]);
    default:
      return assertNever(command, 'run command');
  }
}

function evolve(run: Run | null, event: RunEvent): Run {
  if (event.kind === 'started') return event.run;
  if (run === null) throw new Error(`Run event ${event.kind} before its start.`);
  switch (event.kind) {
    case 'task_skipped':
      return {
        ...run,
        skipped: [...run.skipped, { taskId: event.taskId, reason: event.reason }],
      };
    case 'rest_skipped':
      return { ...run, skipped: [...run.skipped, ...event.skips] };
    case 'batch_started':
      return { ...run, batch: [...event.taskIds], batchNumber: run.batchNumber + 1 };
    case 'batch_ended':
      return { ...run, batch: [] };
    case 'tasks_added': {
      const { taskIds } = event;
      return {
        ...run,
        taskIds: [...run.taskIds, ...taskIds.filter((id) => !run.taskIds.includes(id))],
        skipped: run.skipped.filter(({ taskId }) => !taskIds.includes(taskId)),
      };
    }
    case 'paused':
      return { ...run, paused: true };
    case 'went_on':
      return { ...run, paused: false };
    case 'cancel_requested':
      return { ...run, status: event.now ? 'stopping' : 'cancelling' };
    case 'interrupted':
      return { ...run, status: 'interrupted' };
    case 'resumed':
      // Whoever takes a run over wants it to go on.
      return { ...run, status: 'active', paused: false, owner: event.owner };
    case 'ended': {
      const { outcome, problem, at } = event;
      return { ...run, status: 'ended', outcome, problem, endedAt: at };
    }
    default:
      return assertNever(event, 'run event');
  }
}

/** A run from its start to its one end; cancelling and interruption are states of it. */
export const runMachine: Machine<Run, RunCommand, RunEvent, RunEffect> = {
  decide,
  evolve,
  effects: (run) => (run.status === 'ended' ? [] : [{ kind: 'drive' }]),
};
