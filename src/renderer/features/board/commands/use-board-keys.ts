import { useDispatch, useSelector } from 'react-redux';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { Swimlane } from '#shared/core/board/board-lanes.ts';
import { useOpenTask } from '#renderer/features/needs/index.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { layoutOf } from '#renderer/features/board/model/lanes.ts';
import { placeAmongOthers } from '#renderer/features/board/model/move-plan.ts';
import {
  idAt,
  idsBetween,
  placeOf,
  placeTowards,
} from '#renderer/features/board/model/navigate.ts';
import type { BoardLayout, Direction } from '#renderer/features/board/model/navigate.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';
import { usePanelFollow } from './use-panel-follow.ts';
import { taskIdAt } from '#renderer/features/board/view/use-root-events.ts';

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
  PageUp: 'page_up',
  PageDown: 'page_down',
};

/** What the keys of cards do. */
export interface BoardKeys {
  /** Handles a key that a card has the focus for: walking, opening, selecting, changing the order. */
  readonly keydown: (event: KeyboardEvent) => void;
  /** Selects the cards of the column, and of the lane, that a card is in. */
  readonly selectColumn: (id: string) => void;
  /** Moves a card one place up (-1) or down among those that are shown. */
  readonly shift: (id: string, by: 1 | -1) => void;
}

/** The keys of the cards, on the board as it is shown. */
export function useBoardKeys(view: BoardView, moves: Moves): BoardKeys {
  const dispatch = useDispatch();
  const openTask = useOpenTask();
  const { collapsed, selection } = useSelector((root: BoardRoot) => root.board);
  const follow = usePanelFollow(view);
  const layout = (): BoardLayout => layoutOf(view.lanes, (key) => collapsed[key] === true);

  const announce = (text: string): void => void dispatch(boardActions.announced(text));

  const walk = (id: string, direction: Direction, selects: boolean): void => {
    const present = layout();
    const from = placeOf(present, id);
    const next = from === null ? null : idAt(present, placeTowards(present, from, direction));
    if (next === null || next === id) return;
    if (selects) {
      const ids = idsBetween(present, selection.anchor ?? id, next);
      dispatch(boardActions.rangeSelected({ ids: [id, ...ids], activeId: next }));
    } else {
      dispatch(boardActions.cardActivated(next));
      follow(next);
    }
  };

  const shift = (id: string, by: 1 | -1): void => {
    const place = placeOf(layout(), id);
    if (place !== null) shiftCard(view, moves, id, view.lanes[place.lane], by, announce);
  };

  const selectColumn = (id: string): void => {
    const present = layout();
    const place = placeOf(present, id);
    if (place === null) return;
    const ids = present[place.lane]?.columns[place.column] ?? [];
    dispatch(boardActions.rangeSelected({ ids, activeId: id }));
  };

  const keydown = (event: KeyboardEvent): void => {
    const { target, key, altKey, shiftKey, ctrlKey, metaKey } = event;
    const id = taskIdAt(target);
    if (id === null) return;
    const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
    if (altKey && (direction === 'up' || direction === 'down')) {
      shift(id, direction === 'up' ? -1 : 1);
    } else if (direction !== undefined && !altKey && !ctrlKey && !metaKey) {
      walk(id, direction, shiftKey);
    } else if (key === 'Enter' && !ctrlKey && !metaKey) {
      openTask(id);
    } else if (key === ' ') {
      dispatch(boardActions.cardToggled(id));
    } else if (key === 'a' && (ctrlKey || metaKey)) {
      selectColumn(id);
    } else if (key === 'Escape' && selection.ids.length > 0) {
      dispatch(boardActions.selectionSet(noSelection));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { keydown, selectColumn, shift };
}

/** Moves a card one place up or down among the cards of its column that are shown. */
function shiftCard(
  { board }: BoardView,
  moves: Moves,
  id: string,
  lane: Swimlane | undefined,
  by: 1 | -1,
  announce: (text: string) => void,
): void {
  const card = board.cards.get(id);
  if (card === undefined) return;
  const shown = lane?.columns[card.column] ?? [];
  const wanted = shown.indexOf(card) + by;
  if (wanted < 0 || wanted >= shown.length) return;
  // Its own place counts among the shown cards, so one down is behind the next one.
  const beside = by === 1 ? wanted + 1 : wanted;
  const index = placeAmongOthers(board.columns[card.column], shown, card, beside);
  const plan = moves.move({ cards: [card], to: card.column, index });
  if (plan.kind !== 'reorder') return;
  announce(`${id}: ${wanted + 1} of ${shown.length} in ${columnTitles[card.column]}.`);
}
