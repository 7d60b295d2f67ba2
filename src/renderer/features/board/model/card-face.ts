import { workName } from '#shared/core/protocol/roles.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { TaskLimit } from '#shared/core/runs/run-queue.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { agentLabel, closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { attemptClock, taskLook, taskStateOf } from '#renderer/features/work/index.ts';
import type { AttemptClock, TaskLook, TaskState, WorkLife } from '#renderer/features/work/index.ts';
import { formatTokens } from '#renderer/lib/format.ts';
import type { AttemptSummary } from './attempt-summaries.ts';

/** All that a card shows, but for the last line of its agent, which changes too often. */
export interface CardFace {
  readonly id: string;
  readonly title: string;
  readonly state: TaskState;
  readonly look: TaskLook;
  readonly clock: AttemptClock | null;
  /** `2/5`; null without criteria. */
  readonly criteria: string | null;
  readonly agent: string | null;
  /** What the agent, or the app after it, does now: `GREEN`, `verifying`. */
  readonly phase: string | null;
  /** Number of the attempt, from the second on. */
  readonly attempt: number | null;
  readonly debugAttempts: number;
  readonly waitsFor: readonly string[];
  readonly tokens: string | null;
  /** What a person has to know of its newest work, each in a sentence. */
  readonly marks: readonly string[];
  readonly priority: number;
  /** Without the one that chooses the agent, which is shown as such. */
  readonly labels: readonly string[];
  /** Attempt whose agent prints lines now; null when none works. */
  readonly talksAs: string | null;
  /** The bottom line of a card whose agent has printed nothing; empty when there is nothing to say. */
  readonly remark: string;
  /** The remark with what the card leaves out. */
  readonly fullRemark: string;
}

/** What is known of a task from elsewhere than the board's projection. */
export interface CardSurroundings {
  readonly summary: AttemptSummary | undefined;
  /** Who drives the work, and whose agent waits for an answer. */
  readonly life: WorkLife;
  /** Whether the active run has yet to start the task. */
  readonly isQueued: boolean;
  /** Until when the provider of its agent refuses work; null when it does not. */
  readonly limit: TaskLimit | null;
}

/** Puts together what a card shows. */
export function cardFace(
  { task, waitsFor }: BoardCard,
  { summary, life, isQueued, limit }: CardSurroundings,
): CardFace {
  const latest = summary?.latest ?? null;
  const active = latest !== null && latest.phase !== 'ended' ? latest : null;
  const place = isQueued ? (limit === null ? 'queued' : 'limited') : null;
  const state = taskStateOf(task, latest, life, place);
  const { acceptanceCriteria: criteria } = task;
  const checked = criteria.filter((one) => one.checked).length;
  const tokens = summary?.tokens ?? null;
  const remark = remarkOf(task, active, state);
  return {
    id: task.id,
    title: task.title,
    state,
    look: taskLook(state, limit, closedByHandOf(task)),
    clock: clockOf(task, latest, state, life),
    criteria: criteria.length === 0 ? null : `${checked}/${criteria.length}`,
    agent: active?.agent ?? agentLabel(task) ?? latest?.agent ?? null,
    phase: active === null ? null : phaseOf(task, active),
    attempt: latest === null || latest.number < 2 ? null : latest.number,
    debugAttempts: task.debugAttempts,
    waitsFor,
    // An agent that reports none has not spent none.
    tokens: tokens === null || tokens === 0 ? null : formatTokens(tokens),
    marks: task.status === 'open' ? [] : (latest?.landing?.marks ?? []).map(({ text }) => text),
    priority: task.priority,
    labels: task.labels.filter((label) => !label.startsWith('agent:')),
    talksAs: active?.phase === 'running' && state === 'running' ? active.id : null,
    remark: state === 'blocked' ? usefulEnd(remark) : remark,
    fullRemark: remark,
  };
}

function clockOf(
  task: Task,
  latest: AttemptView | null,
  state: TaskState,
  life: WorkLife,
): AttemptClock | null {
  const isUnderWay = latest !== null && (latest.phase !== 'ended' || state === 'interrupted');
  if (isUnderWay) return attemptClock(latest, life);
  if (task.completedAt === null || task.startedAt === null) return null;
  return { kind: 'took', ms: Date.parse(task.completedAt) - Date.parse(task.startedAt) };
}

function phaseOf(task: Task, { phase, role }: AttemptView): string {
  return phase === 'running' ? workName(role, task) : phase;
}

function remarkOf(task: Task, active: AttemptView | null, state: TaskState): string {
  switch (state) {
    case 'blocked':
      return task.blockedReason ?? 'No reason is recorded.';
    case 'waiting':
      return waitOf(active);
    case 'review':
      return 'Its work waits for your review.';
    case 'running':
      if (active !== null) return workOf(active);
      return task.status === 'in_review' ? 'Checking and merging its work…' : 'Starting…';
    case 'interrupted':
      return 'Interrupted; its work is kept.';
    case 'away':
      return 'Host away; it was at work.';
    case 'unknown':
    case 'idle':
    case 'queued':
    case 'limited':
    case 'by_hand':
    case 'done':
    case 'verified':
      return '';
    default:
      return assertNever(state, 'task state');
  }
}

/** What a person has to do for it to go on. */
function waitOf(active: AttemptView | null): string {
  const waitsFor = active?.landing?.waitsFor ?? null;
  return waitsFor === null
    ? 'Its agent waits for your answer.'
    : `Its merge waits: ${waitsFor.reason}`;
}

/**
 * What went wrong, without how often it was tried, which stands on the card already. Only sentences of the
 * app itself are made shorter: what an agent or a person wrote stays as it is.
 */
function usefulEnd(reason: string): string {
  return reason
    .replace(/^(?:Stuck after \d+ attempts?:|No progress: [^.]*\.) (?=\S)/, '')
    .replace(/^The agent ended with exit code (\d+) and no report: /, 'Exit code $1, no report: ')
    .replace(
      /^(Verification failed: )"(.*)" (ended with exit code (\d+)|did not end|could not be run)/s,
      (_, start: string, command: string, verdict: string, code: string | undefined) =>
        `${start}"${middleCut(command)}" ${code === undefined ? verdict : `(exit ${code})`}`,
    );
}

/** A long command without its middle: it ends with the file that it is about. */
function middleCut(command: string): string {
  const [start, end] = [10, 14];
  if (command.length <= start + end + 1) return command;
  return `${command.slice(0, start)}…${command.slice(-end)}`;
}

function workOf({ phase }: AttemptView): string {
  switch (phase) {
    case 'preparing':
      return 'Preparing a worktree…';
    case 'running':
      return 'Working…';
    case 'recording':
      return 'Recording the work…';
    case 'verifying':
      return 'Running the checks…';
    case 'waiting':
      return 'Its merge waits.';
    case 'merging':
      return 'Merging into the epic…';
    case 'ended':
      return '';
    default:
      return assertNever(phase, 'attempt phase');
  }
}
