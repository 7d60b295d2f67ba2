import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { Board, BoardCard, BoardColumn } from '#shared/core/board/board-columns.ts';
import { decideMove } from '#shared/core/board/board-moves.ts';
import type { MoveCommand, MoveSituation } from '#shared/core/board/board-moves.ts';
import type { OrdinalChange } from '#shared/core/board/board-order.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { Task } from '#shared/model/task.ts';
import { plural } from '#renderer/lib/format.ts';

/** A card that a move leaves where it is. */
export interface Stay {
  readonly taskId: string;
  readonly reason: string;
}

/** What moving one or several cards comes to. */
export type MovePlan =
  | {
      readonly kind: 'command';
      readonly command: MoveCommand;
      /** Tasks that the command is for. */
      readonly taskIds: readonly string[];
      /** What will happen, in a sentence. */
      readonly title: string;
      /** The other cards. */
      readonly left: readonly Stay[];
    }
  | { readonly kind: 'reorder'; readonly ordinals: readonly OrdinalChange[] }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Move {
  /** The card that was taken, then the others that were chosen with it. */
  readonly cards: readonly BoardCard[];
  readonly to: BoardColumn;
  readonly run: MoveSituation['run'];
  readonly limits: MoveSituation['limits'];
  /** Place among the column's other cards, for a card that stays in its column. */
  readonly index: number;
}

const manyTitles: Readonly<Record<MoveCommand, (tasks: string) => string>> = {
  start: (tasks) => `Start a run of ${tasks}.`,
  enqueue: (tasks) => `Add ${tasks} to the active run.`,
  reopen: (tasks) => `Open ${tasks} again.`,
  block: (tasks) => `Block ${tasks}: no run takes them until they are opened again.`,
  close: (tasks) => `Close ${tasks} by hand: nothing is checked, and they say so.`,
  stop: (tasks) => `Stop the agents of ${tasks} and block them: their work is kept.`,
};

/**
 * What a move of these cards does. With several, the first that a command fits decides: those of the
 * others that it fits too go along, the rest stay and say why. Only a single card changes its place in a
 * column.
 */
export function planMove(board: Board, move: Move): MovePlan {
  const { cards, to, run, limits, index } = move;
  const [first] = cards;
  if (first === undefined) return { kind: 'refused', reason: 'There is no card to move.' };
  const situation = {
    run,
    limits,
    others: board.columns[to].filter((card) => card !== first).map(({ task }) => task),
    index,
  };
  if (cards.length > 1) return planTogether(cards, to, situation);
  const decision = decideMove(first, to, situation);
  if (decision.kind !== 'command') return decision;
  const { command, title } = decision;
  return { kind: 'command', command, taskIds: [first.task.id], title, left: [] };
}

function planTogether(
  cards: readonly BoardCard[],
  to: BoardColumn,
  situation: MoveSituation,
): MovePlan {
  const decided = cards.map((card) => ({ card, decision: decideMove(card, to, situation) }));
  const leading = decided.find(({ decision }) => decision.kind === 'command')?.decision;
  if (leading?.kind !== 'command') {
    const isOrder = decided.every(({ decision }) => decision.kind === 'reorder');
    if (isOrder) return refused('Move one card at a time to change its place.');
    return refused(
      reasonsOf(decided.map(({ card, decision }) => stayOf(card, to, decision, null))),
    );
  }
  const { command } = leading;
  const taskIds: string[] = [];
  const left: Stay[] = [];
  for (const { card, decision } of decided) {
    if (decision.kind === 'command' && decision.command === command) taskIds.push(card.task.id);
    else left.push(stayOf(card, to, decision, command));
  }
  const title =
    taskIds.length === 1 ? leading.title : manyTitles[command](plural(taskIds.length, 'task'));
  return { kind: 'command', command, taskIds, title, left };
}

function refused(reason: string): MovePlan {
  return { kind: 'refused', reason };
}

/** Why a card does not go along with the others, for which `command` was chosen. */
function stayOf(
  { task, column }: BoardCard,
  to: BoardColumn,
  decision: ReturnType<typeof decideMove>,
  command: MoveCommand | null,
): Stay {
  const { id } = task;
  if (decision.kind === 'refused') return { taskId: id, reason: decision.reason };
  if (column === to) return { taskId: id, reason: `${id} is in ${columnTitles[to]} already.` };
  // Nothing but blocking differs from card to card: an agent is stopped for it, or none is at work.
  const reason =
    command === 'block'
      ? `An agent works on ${id}: stop it with a move of its own.`
      : `No agent works on ${id}: block it with a move of its own.`;
  return { taskId: id, reason };
}

/** How many cards and reasons are named; more are counted. */
const namedReasons = 3;

/** What a command will do, and which cards it leaves; the reasons are shown when it is done. */
export function summaryOf({
  title,
  left,
}: Extract<MovePlan, { readonly kind: 'command' }>): string {
  if (left.length === 0) return title;
  return `${title} Not with them: ${shortList(left.map(({ taskId }) => taskId))}.`;
}

function shortList(ids: readonly string[]): string {
  const more = ids.length - namedReasons;
  const shown = ids.slice(0, namedReasons).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/**
 * Which cards stay and why, as sentences. A reason that is the same for several is written for the first of
 * them, and the others are named.
 */
export function reasonsOf(stays: readonly Stay[]): string {
  const alike = Map.groupBy(stays, ({ taskId, reason }) => reason.replaceAll(taskId, '\0'));
  const groups = [...alike.values()].map(([first, ...others]) => {
    if (first === undefined) return '';
    const ids = others.map(({ taskId }) => taskId);
    if (!first.reason.includes(first.taskId)) {
      return `${shortList([first.taskId, ...ids])}: ${first.reason}`;
    }
    return ids.length === 0
      ? first.reason
      : `${first.reason} The same holds for ${shortList(ids)}.`;
  });
  const more = groups.length - namedReasons;
  return [
    ...groups.slice(0, namedReasons),
    ...(more > 0 ? [`And ${more} more reasons.`] : []),
  ].join(' ');
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

/** The task as it will look when the command has worked, to be shown until the host answers. */
export function expectedTask(task: Task, command: MoveCommand, reason: string): Task {
  switch (command) {
    case 'start':
    case 'enqueue':
      return { ...task, status: 'in_progress' };
    case 'reopen':
      return { ...task, status: 'open', blockedReason: null, closedByHand: null };
    case 'block':
    case 'stop':
      return { ...task, status: 'blocked', blockedReason: reason };
    case 'close': {
      const closedByHand = { reason, by: 'person', at: task.updatedAt } as const;
      return { ...task, status: 'closed', blockedReason: null, closedByHand };
    }
    default:
      return assertNever(command, 'move command');
  }
}
