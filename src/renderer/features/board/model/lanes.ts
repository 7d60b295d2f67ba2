import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardCard, BoardColumn, CardColumns } from '#shared/core/board/board-columns.ts';
import type { Swimlane } from '#shared/core/board/board-lanes.ts';
import type { BoardLayout } from './navigate.ts';

function hasSameCards(one: readonly BoardCard[], other: readonly BoardCard[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every((card, index) => card === other[index]);
}

function keepColumns(former: CardColumns, next: CardColumns): CardColumns {
  const keep = (column: keyof CardColumns): readonly BoardCard[] =>
    hasSameCards(former[column], next[column]) ? former[column] : next[column];
  return {
    backlog: keep('backlog'),
    ready: keep('ready'),
    in_progress: keep('in_progress'),
    review: keep('review'),
    blocked: keep('blocked'),
    done: keep('done'),
  };
}

/** The new lanes, with the former objects where nothing changed, so that they are not drawn again. */
export function keepLanes(
  former: readonly Swimlane[],
  next: readonly Swimlane[],
): readonly Swimlane[] {
  const byKey = new Map(former.map((lane) => [lane.key, lane]));
  return next.map((lane) => {
    const known = byKey.get(lane.key);
    if (known === undefined) return lane;
    const columns = keepColumns(known.columns, lane.columns);
    const isSame =
      known.title === lane.title &&
      boardColumns.every((column) => columns[column] === known.columns[column]);
    return isSame ? known : { ...lane, columns };
  });
}

/** The whole board as one lane, as it is: nothing is copied. */
export function wholeBoard(columns: CardColumns): readonly Swimlane[] {
  const size = boardColumns.reduce((sum, column) => sum + columns[column].length, 0);
  return size === 0 ? [] : [{ key: 'all', title: 'All tasks', columns, size }];
}

/** What the lanes of a board are: epics, or parts of the order that dependencies make. */
export type LaneKind = 'epic' | 'batch' | 'layer';

/** Why a card cannot be dropped on a lane; null when it can. In which lane it is follows from what it is. */
export function laneRefusal(
  lanes: readonly Swimlane[],
  kind: LaneKind,
  { task, column }: BoardCard,
  target: { readonly column: BoardColumn; readonly laneKey: string },
): string | null {
  const own = lanes.find(({ columns }) => columns[column].some((card) => card.task.id === task.id));
  if (own === undefined || own.key === target.laneKey) return null;
  const { id, epicId } = task;
  if (kind === 'epic') return `${id} belongs to epic ${epicId}: a task cannot change its epic.`;
  // A drop on another column starts or stops work, in whichever lane; only a place would not be kept.
  return column === target.column ? `The dependencies of ${id} say in which ${kind} it is.` : null;
}

/** Ids of lists of cards; a list that stays the same is not gone through again. */
const idLists = new WeakMap<readonly BoardCard[], readonly string[]>();

function idsOf(cards: readonly BoardCard[]): readonly string[] {
  const known = idLists.get(cards);
  if (known !== undefined) return known;
  const ids = cards.map(({ task }) => task.id);
  idLists.set(cards, ids);
  return ids;
}

/** What the keys walk over. */
export function layoutOf(
  lanes: readonly Swimlane[],
  isCollapsed: (key: string) => boolean,
): BoardLayout {
  return lanes.map(({ key, columns }) => ({
    key,
    isCollapsed: isCollapsed(key),
    columns: boardColumns.map((column) => idsOf(columns[column])),
  }));
}
