import { assertNever } from '#shared/lib/assert-never.ts';
import type { Task } from '#shared/model/task.ts';
import type { BoardCard, BoardColumn } from './board-columns.ts';
import { placeCard } from './board-order.ts';
import type { OrdinalChange } from './board-order.ts';
import { startOptionFor } from '#shared/core/runs/run-queue.ts';
import type { QueueRun, TaskLimits } from '#shared/core/runs/run-queue.ts';

/** What a move depends on besides its card. */
export interface MoveSituation {
  /** The run that has not ended; null when there is none. */
  readonly run: QueueRun;
  /** Tasks of that run which wait for the provider of their agent. */
  readonly limits: TaskLimits;
  /** The column moved to, without the card, in the board's order. */
  readonly others: readonly Pick<Task, 'id' | 'ordinal' | 'source'>[];
  /** Place in `others` that the card was dropped at. */
  readonly index: number;
}

/** Commands that a move can stand for; `block`, `stop` and `close` ask the person for a reason. */
export type MoveCommand = 'start' | 'enqueue' | 'reopen' | 'block' | 'stop' | 'close';

/** What dropping a card does (SPEC section 10). */
export type MoveDecision =
  | {
      readonly kind: 'command';
      readonly command: MoveCommand;
      /** What will happen, in a sentence for the drop hint, the dialog and the undo toast. */
      readonly title: string;
    }
  /** Sets ordinals by editing tasks; none when the card stays where it is. */
  | { readonly kind: 'reorder'; readonly ordinals: readonly OrdinalChange[] }
  | { readonly kind: 'refused'; readonly reason: string };

function command(name: MoveCommand, title: string): MoveDecision {
  return { kind: 'command', command: name, title };
}

function refused(reason: string): MoveDecision {
  return { kind: 'refused', reason };
}

/** Says what moving `card` from its column to `to` does, or why it cannot be done. */
export function decideMove(
  card: BoardCard,
  to: BoardColumn,
  situation: MoveSituation,
): MoveDecision {
  if (card.column === to) return reorder(card, situation);
  const { id } = card.task;
  switch (to) {
    case 'review':
      return refused(
        `${id} goes to Checking by itself, when its agent is done and the app checks the work.`,
      );
    case 'done':
      return toDone(card);
    case 'in_progress':
      return toInProgress(card, situation);
    case 'blocked':
      return toBlocked(card);
    case 'backlog':
    case 'ready':
      return toOpen(card, to);
    default:
      return assertNever(to, 'board column');
  }
}

function reorder({ task, column }: BoardCard, { others, index }: MoveSituation): MoveDecision {
  if (column === 'in_progress') {
    return refused(`${task.id} is under way: it can be edited when its agent is done.`);
  }
  if (column === 'review') {
    return refused(`${task.id} is under way: it can be edited when its merge has ended.`);
  }
  const ordinals = placeCard(others, task, index);
  const files = new Map([...others, task].map(({ id, source }) => [id, source?.file]));
  const kept = ordinals.find(({ taskId }) => files.get(taskId) !== undefined);
  if (kept === undefined) return { kind: 'reorder', ordinals };
  return refused(`The place of ${kept.taskId} is its ordinal in ${files.get(kept.taskId)}.`);
}

function toInProgress(card: BoardCard, situation: MoveSituation): MoveDecision {
  const { id } = card.task;
  switch (card.column) {
    case 'ready':
      return start(id, situation);
    case 'backlog':
      return refused(`${id} waits for ${card.waitsFor.join(', ')}.`);
    case 'in_progress':
    case 'review':
      return refused(`The agent of ${id} is done: the app checks its work now.`);
    case 'blocked':
    case 'done':
      return refused(`Move ${id} to Ready first, which opens it again.`);
    default:
      return assertNever(card.column, 'board column');
  }
}

function start(id: string, { run, limits }: MoveSituation): MoveDecision {
  const decision = startOptionFor({ id, waitsFor: [], limit: limits.get(id) ?? null }, run);
  switch (decision.kind) {
    case 'start':
      return command('start', `Start a run of ${id}.`);
    case 'enqueue':
      return command('enqueue', `Add ${id} to the active run: ${decision.when}.`);
    case 'queued':
    case 'refused':
      return refused(decision.reason);
    default:
      return assertNever(decision, 'start option');
  }
}

function toBlocked({ task, column }: BoardCard): MoveDecision {
  switch (column) {
    case 'backlog':
    case 'ready':
      return command('block', `Block ${task.id}: no run takes it until it is opened again.`);
    case 'in_progress':
      return command('stop', `Stop the agent of ${task.id} and block it: its work is kept.`);
    case 'review':
      return command('stop', `Stop the merge of ${task.id} and block it: its work is kept.`);
    case 'done':
      return refused(`${task.id} is done: undo its merge or open it again instead.`);
    case 'blocked':
      return refused(`${task.id} is blocked already.`);
    default:
      return assertNever(column, 'board column');
  }
}

/** A person may close what no agent works on; it is not taken for checked by that. */
function toDone({ task: { id }, column }: BoardCard): MoveDecision {
  switch (column) {
    case 'backlog':
    case 'ready':
    case 'blocked':
      return command('close', `Close ${id} by hand: nothing is checked, and it says so.`);
    case 'in_progress':
    case 'review':
      return refused(
        `${id} is under way, and done when its checks pass. To close it by hand, stop it first.`,
      );
    case 'done':
      return refused(`${id} is done already.`);
    default:
      return assertNever(column, 'board column');
  }
}

function toOpen({ task, column, waitsFor }: BoardCard, to: 'backlog' | 'ready'): MoveDecision {
  const { id } = task;
  const waiting = waitsFor.length === 0 ? '' : ` It will wait for ${waitsFor.join(', ')}.`;
  switch (column) {
    case 'backlog':
      return refused(`${id} becomes ready by itself when ${waitsFor.join(', ')} is closed.`);
    case 'ready':
      return refused(`${id} waits for nothing: give it a dependency to make it wait.`);
    case 'in_progress':
      return refused(`An agent works on ${id}: move it to Blocked to stop it, then to Ready.`);
    case 'review':
      return refused(
        `The work of ${id} is being checked and merged: move it to Blocked to stop that, then to Ready.`,
      );
    case 'blocked':
      return to === 'backlog' && waitsFor.length === 0
        ? refused(`${id} waits for nothing: move it to Ready, which opens it again.`)
        : command('reopen', `Open ${id} again.${waiting}`);
    case 'done':
      return to === 'ready'
        ? command('reopen', `Open ${id} again. What it merged stays until it is undone.`)
        : refused(`Move ${id} to Ready, which opens it again.`);
    default:
      return assertNever(column, 'board column');
  }
}
