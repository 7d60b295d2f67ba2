import type { JSX } from 'react';
import { useSelector } from 'react-redux';
import { boardColumns, columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { cardGap, cardHeightOf, columnHeaderHeight } from './sizes.ts';

/** Cards that each column shows the place of: fewer to the right, as on most boards. */
const places: Readonly<Record<BoardColumn, number>> = {
  backlog: 4,
  ready: 3,
  in_progress: 2,
  review: 1,
  blocked: 1,
  done: 2,
};

/** The board while its tasks are read: its columns, and nothing that might not be true. */
export function BoardSkeleton(): JSX.Element {
  const density = useSelector(({ board }: BoardRoot) => board.density);
  return (
    <div
      aria-busy
      role="group"
      aria-label="Board, being read"
      className="flex h-full min-h-0 gap-2 overflow-hidden px-3 pb-3"
    >
      {boardColumns.map((column) => (
        <div
          key={column}
          className="flex h-full min-w-0 flex-1 basis-0 flex-col rounded-lg bg-sunken px-2"
        >
          <div
            className="flex shrink-0 items-center text-13 font-medium text-muted"
            style={{ height: columnHeaderHeight }}
          >
            {columnTitles[column]}
          </div>
          <div className="flex flex-col" style={{ gap: cardGap }}>
            {Array.from({ length: places[column] }, (_, place) => (
              <div
                key={place}
                className="animate-appear rounded-md border border-border bg-surface p-3"
                style={{ height: cardHeightOf(column, density) }}
              >
                <Skeleton lines={3} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
