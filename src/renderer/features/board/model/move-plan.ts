import { columnTitles } from '#shared/core/board-columns.ts';
import type { Board, BoardCard, BoardColumn } from '#shared/core/board-columns.ts';
import { decideMove } from '#shared/core/board-moves.ts';
import type { MoveCommand, MoveSituation } from '#shared/core/board-moves.ts';
import type { OrdinalChange } from '#shared/core/board-order.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Task } from '#shared/model/task.ts';
import { plural } from '#renderer/lib/format.ts';

/** What moving one or several cards comes to. */
export type MovePlan =
  | {
      readonly kind: 'command';
      readonly command: MoveCommand;
      /** Tasks that the command is for. */
      readonly taskIds: readonly string[];
      /** What will happen, in a sentence. */
      readonly title: string;
      /** Why the other cards stay, one sentence each. */
      readonly left: readonly string[];
    }
  | { readonly kind: 'reorder'; readonly ordinals: readonly OrdinalChange[] }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Move {
  /** The card that was taken, then the others that were chosen with it. */
  readonly cards: readonly BoardCard[];
  readonly to: BoardColumn;
  readonly run: MoveSituation['run'];
  /** Place among the column's other cards, for a card that stays in its column. */
  readonly index: number;
}

const manyTitles: Readonly<Record<MoveCommand, (tasks: string) => string>> = {
  start: (tasks) => `Start a run of ${tasks}.`,
  enqueue: (tasks) => `Add ${tasks} to the active run.`,
  reopen: (tasks) => `Open ${tasks} again.`,
  block: (tasks) => `Block ${tasks}: no run takes them until they are opened again.`,
  stop: (tasks) => `Stop the agents of ${tasks} and block them: their work is kept.`,
};

/**
 * What a move of these cards does. The first card decides: those of the others that the same command
 * fits go with it, the rest stay and say why. Only a single card changes its place in a column.
 */
export function planMove(board: Board, { cards, to, run, index }: Move): MovePlan {
  const [first, ...others] = cards;
  if (first === undefined) return { kind: 'refused', reason: 'There is no card to move.' };
  const situation = {
    run,
    others: board.columns[to].filter((card) => card !== first).map(({ task }) => task),
    index,
  };
  const decision = decideMove(first, to, situation);
  if (decision.kind === 'refused') return decision;
  if (decision.kind === 'reorder') {
    if (others.length === 0) return decision;
    return { kind: 'refused', reason: 'Move one card at a time to change its place.' };
  }
  const taskIds = [first.task.id];
  const left: string[] = [];
  for (const card of others) {
    const other = decideMove(card, to, situation);
    if (other.kind === 'command' && other.command === decision.command) taskIds.push(card.task.id);
    else left.push(reasonToStay(card, to, other));
  }
  const title =
    taskIds.length === 1
      ? decision.title
      : manyTitles[decision.command](plural(taskIds.length, 'task'));
  return { kind: 'command', command: decision.command, taskIds, title, left };
}

function reasonToStay(
  { task, column }: BoardCard,
  to: BoardColumn,
  decision: ReturnType<typeof decideMove>,
): string {
  if (decision.kind === 'refused') return decision.reason;
  if (column === to) return `${task.id} is in ${columnTitles[to]} already.`;
  return `${task.id} needs a move of its own.`;
}

/** What moving these cards to each column comes to, before any of it is done. */
export function planMoves(
  board: Board,
  move: Omit<Move, 'to' | 'index'>,
): Readonly<Record<BoardColumn, MovePlan>> {
  const to = (column: BoardColumn): MovePlan => planMove(board, { ...move, to: column, index: 0 });
  return {
    backlog: to('backlog'),
    ready: to('ready'),
    in_progress: to('in_progress'),
    review: to('review'),
    blocked: to('blocked'),
    done: to('done'),
  };
}

/**
 * Place among all other cards of a column for a card that was dropped at `index` of the cards shown,
 * itself among them; filter and lanes may hide others, which stay where they are.
 */
export function placeAmongOthers(
  column: readonly BoardCard[],
  shown: readonly BoardCard[],
  taken: BoardCard,
  index: number,
): number {
  const others = column.filter((card) => card !== taken);
  const above = shown.slice(0, index).findLast((card) => card !== taken);
  if (above !== undefined) return others.indexOf(above) + 1;
  const below = shown.slice(index).find((card) => card !== taken);
  return below === undefined ? others.length : others.indexOf(below);
}

/** The task as it will look when the command has worked, to be shown until the host tells. */
export function expectedTask(task: Task, command: MoveCommand, reason: string): Task {
  switch (command) {
    case 'start':
    case 'enqueue':
      return { ...task, status: 'in_progress' };
    case 'reopen':
      return { ...task, status: 'open', blockedReason: null };
    case 'block':
    case 'stop':
      return { ...task, status: 'blocked', blockedReason: reason };
    default:
      return assertNever(command, 'move command');
  }
}
