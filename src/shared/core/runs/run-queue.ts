import { assertNever } from '#shared/lib/assert-never.ts';
import { untilWords } from '#shared/lib/time-words.ts';
import type { Run } from '#shared/model/run.ts';
import type { TaskStatus } from '#shared/model/task.ts';

/** The part of a run that has not ended which says what it will start; null when there is none. */
export type QueueRun = Pick<Run, 'status' | 'paused' | 'taskIds' | 'skipped'> | null;

/** An open task that is asked for, and the prerequisites of it that are not closed. */
export interface AskedTask {
  readonly id: string;
  readonly waitsFor: readonly string[];
  /** Until when the provider of its agent refuses work; null when it does not. */
  readonly limit: TaskLimit | null;
}

/** Until when the run leaves a task alone, because the provider of its agent refuses work. */
export interface TaskLimit {
  /** Epoch ms. */
  readonly untilMs: number;
  /** The same as a person reads it: `19:00 tomorrow`. */
  readonly words: string;
}

/** The limits of a run's tasks, by task id. */
export type TaskLimits = ReadonlyMap<string, TaskLimit>;

export const noLimits: TaskLimits = new Map();

/** What asking for the work of an open task comes to; reasons are sentences. */
export type StartOption =
  | { readonly kind: 'start' }
  /** `when` it starts, without the full stop: `it starts when a slot is free`. */
  | { readonly kind: 'enqueue'; readonly when: string }
  /** The active run has it already. */
  | { readonly kind: 'queued'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Why nothing new can be started or added now, in a sentence; null when something can. */
export function startObstacle(run: QueueRun): string | null {
  if (run === null) return null;
  switch (run.status) {
    case 'active':
    case 'ended':
      return null;
    case 'cancelling':
    case 'stopping':
      return 'The run is being cancelled: start a new one when it has ended.';
    case 'interrupted':
      return 'A run was interrupted: resume it, or end it, before other work starts.';
    default:
      return assertNever(run.status, 'run status');
  }
}

/** Says what asking for an open task does now, or why it can do nothing. */
export function startOptionFor(task: AskedTask, run: QueueRun): StartOption {
  const obstacle = startObstacle(run);
  if (obstacle !== null) return { kind: 'refused', reason: obstacle };
  if (run === null || run.status === 'ended') return { kind: 'start' };
  const when = whenItStarts(task, run);
  if (!hasTask(run, task.id)) return { kind: 'enqueue', when };
  return { kind: 'queued', reason: `${task.id} is in the active run: ${when}.` };
}

/** Whether the run has a task that it has not skipped. */
export function hasTask({ taskIds, skipped }: NonNullable<QueueRun>, id: string): boolean {
  return taskIds.includes(id) && !skipped.some(({ taskId }) => taskId === id);
}

function whenItStarts({ waitsFor, limit }: AskedTask, { paused }: NonNullable<QueueRun>): string {
  if (limit !== null) return `its agent is rate limited until ${limit.words}`;
  if (paused) return 'it starts when the run goes on';
  if (waitsFor.length === 0) return 'it starts when a slot is free';
  return `it starts when ${waitsFor.join(', ')} ${waitsFor.length === 1 ? 'is' : 'are'} closed`;
}

const none: ReadonlySet<string> = new Set();

/** Open tasks that the run has yet to start; one that is being cancelled starts none of them. */
export function queuedTasks(
  run: QueueRun,
  statusOf: (taskId: string) => TaskStatus | undefined,
): ReadonlySet<string> {
  if (run?.status !== 'active') return none;
  const skipped = new Set(run.skipped.map(({ taskId }) => taskId));
  return new Set(run.taskIds.filter((id) => statusOf(id) === 'open' && !skipped.has(id)));
}

/** An account whose provider refuses work, and the open tasks of the run that wait for it. */
export interface LimitedAccount {
  /** ISO time. */
  readonly until: string;
  readonly taskIds: readonly string[];
}

/** The tasks of the run that wait for a provider, by what the host knows of their accounts. */
export function taskLimits(
  run: Pick<Run, 'status'> | null,
  accounts: readonly LimitedAccount[],
  now: number,
): TaskLimits {
  if (run?.status !== 'active') return noLimits;
  const limits = new Map<string, TaskLimit>();
  for (const { until, taskIds } of accounts) {
    const untilMs = Date.parse(until);
    if (untilMs <= now) continue;
    const limit = { untilMs, words: untilWords(untilMs, now) };
    for (const id of taskIds) limits.set(id, limit);
  }
  return limits.size === 0 ? noLimits : limits;
}
