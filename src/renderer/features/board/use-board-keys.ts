import type { KeyboardEvent } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { columnTitles } from '#shared/core/board-columns.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { boardActions } from './board-slice.ts';
import type { BoardRoot } from './board-slice.ts';
import { layoutOf } from './model/lanes.ts';
import { placeAmongOthers } from './model/move-plan.ts';
import { idAt, idsBetween, placeOf, placeTowards } from './model/navigate.ts';
import type { BoardLayout, Direction } from './model/navigate.ts';
import { noSelection } from './model/selection.ts';
import type { BoardView } from './use-board.ts';
import type { Moves } from './use-moves.ts';

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

/** Handles the keys that a card has the focus for: walking, opening, selecting, changing the order. */
export function useBoardKeys(
  view: BoardView,
  moves: Moves,
): (event: KeyboardEvent<HTMLElement>) => void {
  const dispatch = useDispatch();
  const [, goTo] = useAppLocation();
  const { collapsed, selection } = useSelector((root: BoardRoot) => root.board);
  const layout = (): BoardLayout => layoutOf(view.lanes, (key) => collapsed[key] === true);

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
    }
  };

  const shift = (id: string, by: 1 | -1): void => {
    const present = layout();
    const place = placeOf(present, id);
    const card = view.board.cards.get(id);
    if (place === null || card === undefined) return;
    const shown = view.lanes[place.lane]?.columns[card.column] ?? [];
    const wanted = place.index + by;
    if (wanted < 0 || wanted >= shown.length) return;
    const all = view.board.columns[card.column];
    // Its own place counts among the shown cards, so one down is behind the next one.
    const index = placeAmongOthers(all, shown, card, by === 1 ? wanted + 1 : wanted);
    moves.move({ cards: [card], to: card.column, index });
    const title = columnTitles[card.column];
    dispatch(boardActions.announced(`${id}: ${wanted + 1} of ${shown.length} in ${title}.`));
  };

  const selectColumn = (id: string): void => {
    const present = layout();
    const place = placeOf(present, id);
    if (place === null) return;
    const ids = present[place.lane]?.columns[place.column] ?? [];
    dispatch(boardActions.rangeSelected({ ids, activeId: id }));
  };

  return (event) => {
    const { target, key, altKey, shiftKey, ctrlKey, metaKey } = event;
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-task-id]') : null;
    const id = element?.dataset['taskId'];
    if (id === undefined) return;
    const direction = Object.hasOwn(directions, key) ? directions[key] : undefined;
    if (altKey && (direction === 'up' || direction === 'down')) {
      shift(id, direction === 'up' ? -1 : 1);
    } else if (direction !== undefined && !altKey && !ctrlKey && !metaKey) {
      walk(id, direction, shiftKey);
    } else if (key === 'Enter' && !ctrlKey && !metaKey) {
      goTo({ taskId: id });
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
}
