import { useLayoutEffect, useMemo, useState } from 'react';
import type { RefObject } from 'react';
import { useSelector } from 'react-redux';
import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { openColumns, roomIn } from '#renderer/features/board/model/column-room.ts';
import type { ColumnRoom } from '#renderer/features/board/model/column-room.ts';
import type { BoardView } from './use-board.ts';

/** Space at both sides of the board, in px. */
const margins = 24;

/** Columns that are open, by name; the others are strips. */
export type OpenColumns = ReadonlySet<BoardColumn>;

/** Which columns the width of the board has room for. */
export function useOpenColumns(root: RefObject<HTMLElement | null>, view: BoardView): OpenColumns {
  const room = useRoom(root);
  const chosen = useSelector(({ board }: BoardRoot) => board.chosenColumn);
  const requested = useSelector(({ board }: BoardRoot) => board.activeId);
  const { board, lanes, context } = view;
  const opened = columnOf(board, context.openId);
  const active = columnOf(board, requested);
  // By what they are called, so that columns are drawn again only when another one is open.
  const names = useMemo(() => {
    const first = [active, opened].flatMap((column) => column ?? []);
    const countOf = (column: BoardColumn): { total: number; shown: number } => ({
      total: board.columns[column].length,
      shown: lanes.reduce((sum, lane) => sum + lane.columns[column].length, 0),
    });
    const counts = {
      backlog: countOf('backlog'),
      ready: countOf('ready'),
      in_progress: countOf('in_progress'),
      review: countOf('review'),
      blocked: countOf('blocked'),
      done: countOf('done'),
    };
    const open = openColumns(room, counts, first, chosen);
    return boardColumns.filter((column) => open.has(column)).join(' ');
  }, [room, board, lanes, opened, active, chosen]);
  return useMemo(
    () => new Set(boardColumns.filter((column) => names.split(' ').includes(column))),
    [names],
  );
}

function columnOf(board: BoardView['board'], id: string | null): BoardColumn | null {
  return id === null ? null : (board.cards.get(id)?.column ?? null);
}

/** Measured before anything is painted; the same object while as many columns fit. */
function useRoom(root: RefObject<HTMLElement | null>): ColumnRoom {
  const [room, setRoom] = useState(() => roomIn(globalThis.innerWidth));
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const next = roomIn(element.clientWidth - margins);
      setRoom((former) =>
        former.isAmple === next.isAmple && former.most === next.most ? former : next,
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [root]);
  return room;
}
