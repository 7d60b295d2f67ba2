import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { workToRun } from '#renderer/features/board/model/work-to-run.ts';
import type { WorkToRun } from '#renderer/features/board/model/work-to-run.ts';
import type { BoardView } from './use-board.ts';

/** What the button that starts work does now. */
export function useWorkToRun({ board, lanes, isFiltered, run }: BoardView): WorkToRun {
  const { ids } = useSelector((root: BoardRoot) => root.board.selection);
  return useMemo(() => {
    const shown = isFiltered
      ? lanes.flatMap(({ columns }) => boardColumns.flatMap((column) => columns[column]))
      : null;
    return workToRun({ selected: ids, shown, all: [...board.cards.values()], run });
  }, [board, lanes, isFiltered, run, ids]);
}
