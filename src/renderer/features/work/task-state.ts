import type { TaskLimit } from '#shared/core/runs/run-queue.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { isoTime } from '#shared/lib/clock.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import type { ResultOutcome } from '#shared/core/records/attempt-result.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { ClosedByHand, Task } from '#shared/model/task.ts';
import { formatExactTime } from '#renderer/lib/format.ts';
import type { StateName } from '#renderer/ui/signs/state.ts';
import type { WorkLife } from './work-life.ts';

/** How a task stands for a person; waiting, review and blocked want something of them. */
export type TaskState =
  | 'idle'
  | 'queued'
  | 'limited'
  | 'running'
  | 'waiting'
  | 'interrupted'
  | 'away'
  | 'unknown'
  | 'review'
  | 'blocked'
  | 'by_hand'
  | 'done'
  | 'verified';

/** How an attempt stands: it is over, or as whoever drives it leaves it. */
export type AttemptState =
  'over' | Extract<TaskState, 'running' | 'waiting' | 'interrupted' | 'away' | 'unknown'>;

/** A state as it is shown. */
export interface Look {
  readonly state: StateName;
  readonly word: string;
  /** Whether its sign turns: only while something is really at work. */
  readonly isMoving: boolean;
}

/** How each state of a task is shown wherever tasks are. */
export const taskLooks: Readonly<Record<TaskState, Look>> = {
  idle: { state: 'idle', word: 'Open', isMoving: false },
  queued: { state: 'idle', word: 'Queued', isMoving: false },
  limited: { state: 'idle', word: 'Rate limited', isMoving: false },
  running: { state: 'running', word: 'Running', isMoving: true },
  waiting: { state: 'waiting', word: 'Waits for you', isMoving: false },
  interrupted: { state: 'idle', word: 'Interrupted', isMoving: false },
  away: { state: 'idle', word: 'Host away', isMoving: false },
  unknown: { state: 'idle', word: 'In progress', isMoving: false },
  review: { state: 'waiting', word: 'Wants your review', isMoving: false },
  blocked: { state: 'blocked', word: 'Blocked', isMoving: false },
  by_hand: { state: 'idle', word: 'Closed by hand', isMoving: false },
  done: { state: 'idle', word: 'Done', isMoving: false },
  verified: { state: 'verified', word: 'Verified', isMoving: false },
};

/** A task's state as it is shown. */
export interface TaskLook extends Look {
  /** What the word leaves out, for whoever points at it; null when it leaves nothing out. */
  readonly detail: string | null;
}

/**
 * How a task is shown: of one whose agent is refused work, with the time until which it is; of one that was
 * closed by hand, with the reason for that.
 */
export function taskLook(
  state: TaskState,
  limit: TaskLimit | null,
  closed: ClosedByHand | null = null,
): TaskLook {
  const look = taskLooks[state];
  if (state === 'by_hand' && closed !== null) {
    return { ...look, detail: `Not checked: ${closed.reason}` };
  }
  if (state !== 'limited' || limit === null) return { ...look, detail: null };
  return {
    ...look,
    word: `${look.word} until ${limit.words}`,
    detail: `The provider of its agent refuses work until ${formatExactTime(isoTime(limit.untilMs))}`,
  };
}

const outcomeLooks: Readonly<Record<ResultOutcome, Omit<Look, 'isMoving'>>> = {
  merged: { state: 'verified', word: 'Merged' },
  failed: { state: 'blocked', word: 'Failed' },
  blocked: { state: 'blocked', word: 'Blocked' },
  rejected: { state: 'blocked', word: 'Rejected' },
  conflict: { state: 'blocked', word: 'Conflict' },
  interrupted: { state: 'idle', word: 'Interrupted' },
  rate_limited: { state: 'waiting', word: 'Rate limited' },
};

/** How an attempt stands, by its record and by who drives it. */
export function attemptStateOf(
  attempt: Pick<AttemptView, 'id' | 'phase'>,
  life: WorkLife,
): AttemptState {
  return attempt.phase === 'ended' ? 'over' : underWay(attempt, life);
}

/** What is under way stands as its driver does; `attempt` is null between two attempts. */
function underWay(
  attempt: Pick<AttemptView, 'id' | 'phase'> | null,
  life: WorkLife,
): Exclude<AttemptState, 'over'> {
  switch (life.kind) {
    case 'gone':
      return 'interrupted';
    case 'away':
    case 'unknown':
      return life.kind;
    case 'driven':
      if (attempt === null) return 'running';
      return attempt.phase === 'waiting' || life.waiting.has(attempt.id) ? 'waiting' : 'running';
    default:
      return assertNever(life.kind, 'life of the work');
  }
}

/** Where an open task stands in the queue of the run: it waits for a slot, or for its provider. */
export type QueuePlace = Extract<TaskState, 'queued' | 'limited'>;

/** How a task stands, by its record, its latest attempt and who drives the work. */
export function taskStateOf(
  task: Pick<Task, 'status'> & Partial<Task>,
  latest: Pick<AttemptView, 'id' | 'phase' | 'outcome'> | null,
  life: WorkLife,
  place: QueuePlace | null,
): TaskState {
  const active = latest !== null && latest.phase !== 'ended' ? latest : null;
  const { status } = task;
  switch (status) {
    case 'open':
      return place ?? 'idle';
    case 'in_progress':
      return underWay(active, life);
    case 'in_review':
      // While the app itself checks and merges, nothing is asked of the person. The end of the attempt arrives
      // before its landing does, and the end of the landing before that of the task.
      return latest === null ? 'review' : underWay(active, life);
    case 'blocked':
      return 'blocked';
    case 'closed':
      if (closedByHandOf(task) !== null) return 'by_hand';
      // One that has no merge of this life the app has not checked.
      return latest?.outcome === 'merged' ? 'verified' : 'done';
    default:
      return assertNever(status, 'task status');
  }
}

/** How an attempt is shown: how it ended, or while it runs, what goes on. */
export function attemptLook(
  attempt: Pick<AttemptView, 'id' | 'phase' | 'outcome'>,
  life: WorkLife,
): Look {
  const state = attemptStateOf(attempt, life);
  switch (state) {
    case 'over': {
      const { outcome } = attempt;
      if (outcome === null) return { state: 'idle', word: 'Ended', isMoving: false };
      return { ...outcomeLooks[outcome], isMoving: false };
    }
    case 'running':
      // The steps of the app around the agent's work have names of their own.
      return attempt.phase === 'running'
        ? taskLooks.running
        : { ...taskLooks.running, word: phaseWords[attempt.phase] };
    case 'waiting':
    case 'interrupted':
    case 'away':
    case 'unknown':
      return taskLooks[state];
    default:
      return assertNever(state, 'attempt state');
  }
}

const phaseWords: Readonly<Record<AttemptView['phase'], string>> = {
  preparing: 'Preparing',
  running: 'Running',
  recording: 'Recording',
  verifying: 'Verifying',
  waiting: 'Waiting',
  merging: 'Merging',
  ended: 'Ended',
};

/** The time of an attempt: it runs on from `startMs` (epoch ms), or it has stopped after `ms`. */
export type AttemptClock =
  | { readonly kind: 'since'; readonly startMs: number }
  | { readonly kind: 'took'; readonly ms: number };

/**
 * The clock of an attempt. Without a process that drives it, it stopped at the last sign of life; null where
 * it is not known whether it runs, or until when it did.
 */
export function attemptClock(
  attempt: Pick<AttemptView, 'id' | 'phase' | 'startedAt' | 'createdAt' | 'endedAt'>,
  life: WorkLife,
): AttemptClock | null {
  const startMs = Date.parse(attempt.startedAt ?? attempt.createdAt);
  const state = attemptStateOf(attempt, life);
  if (state === 'running' || state === 'waiting') return { kind: 'since', startMs };
  const endMs = attempt.endedAt === null ? life.lastSignMs : Date.parse(attempt.endedAt);
  return endMs === null ? null : { kind: 'took', ms: Math.max(0, endMs - startMs) };
}
