import { chosenAgent, labelWords } from '#shared/core/project-config/agent-choice.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import { workName } from '#shared/core/protocol/roles.ts';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { TaskLimit } from '#shared/core/runs/run-queue.ts';
import { usefulEnd } from '#shared/core/needs/blocked-words.ts';
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
  /** Those of them that are blocked or do not exist: it can never start like this. */
  readonly stuckOn: readonly string[];
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
  /** What a label for an agent leads to; null before the host has said it. */
  readonly agents: AgentRules | null;
}

/** Puts together what a card shows. */
export function cardFace(
  { task, waitsFor, stuckOn }: BoardCard,
  { summary, life, isQueued, limit, agents }: CardSurroundings,
): CardFace {
  const latest = summary?.latest ?? null;
  const active = latest !== null && latest.phase !== 'ended' ? latest : null;
  const place = isQueued ? (limit === null ? 'queued' : 'limited') : null;
  const state = taskStateOf(task, latest, life, place);
  const { acceptanceCriteria: criteria } = task;
  const checked = criteria.filter((one) => one.checked).length;
  const tokens = summary?.tokens ?? null;
  const remark = remarkOf(task, active, state, life);
  return {
    id: task.id,
    title: task.title,
    state,
    look: taskLook(state, limit, closedByHandOf(task)),
    clock: clockOf(task, latest, state, life),
    criteria: criteria.length === 0 ? null : `${checked}/${criteria.length}`,
    agent: active?.agent ?? labelledAgent(task, agents) ?? latest?.agent ?? null,
    phase: active === null ? null : phaseOf(task, active),
    attempt: latest === null || latest.number < 2 ? null : latest.number,
    debugAttempts: task.debugAttempts,
    waitsFor,
    stuckOn: task.status === 'open' ? stuckOn : [],
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

function remarkOf(
  task: Task,
  active: AttemptView | null,
  state: TaskState,
  life: WorkLife,
): string {
  switch (state) {
    case 'blocked':
      return task.blockedReason ?? 'No reason is recorded.';
    case 'waiting':
      return waitOf(active, life);
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
function waitOf(active: AttemptView | null, life: WorkLife): string {
  const waitsFor = active?.landing?.waitsFor ?? null;
  if (waitsFor !== null) return `Its merge waits: ${waitsFor.reason}`;
  return life.waiting.get(active?.id ?? '') ?? 'Its agent waits for your answer.';
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

/** The agent that the task's label asks for, with what that leads to where it is another one. */
function labelledAgent(task: Task, agents: AgentRules | null): string | null {
  const label = agentLabel(task);
  if (label === null || agents === null) return label;
  return labelWords(label, chosenAgent(label, agents)) ?? label;
}
