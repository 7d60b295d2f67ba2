import type { JSX } from 'react';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import { plural } from '#renderer/lib/format.ts';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import { Hint } from './column-header.tsx';
import type { DropHint } from './column-header.tsx';
import { useStripDrop } from './column-strip.tsx';

/** Above the lanes, the title of a column that makes room for the others; a press opens it. */
export function StripTitle({
  column,
  total,
  hint,
  onOpen,
}: {
  readonly column: BoardColumn;
  readonly total: number;
  readonly hint: DropHint | null;
  readonly onOpen: (column: BoardColumn) => void;
}): JSX.Element {
  const title = columnTitles[column];
  return (
    <div className="relative flex">
      <Tooltip content={`Show ${title}, ${plural(total, 'task')}`}>
        <button
          type="button"
          onClick={() => onOpen(column)}
          className="h-9 w-10 rounded-md focus-inset px-1 text-12 text-muted hover:bg-hover"
        >
          <span className="block truncate">{title}</span>
          <span className="block text-faint tabular">
            {total}
            <span className="sr-only">: show the column</span>
          </span>
        </button>
      </Tooltip>
      {hint !== null && (
        <div className="pointer-events-none absolute top-full right-0 w-2xs">
          <Hint hint={hint} isOver />
        </div>
      )}
    </div>
  );
}

/** The part of a column that lies in a lane, while the column is a strip. */
export function LaneStrip({
  column,
  laneKey,
  count,
}: {
  readonly column: BoardColumn;
  readonly laneKey: string;
  readonly count: number;
}): JSX.Element {
  const strip = useStripDrop<HTMLDivElement>(column, laneKey);
  return (
    <div
      ref={strip}
      className="h-full rounded-lg bg-sunken pt-2 text-center text-12 text-muted tabular"
    >
      {count > 0 && (
        <>
          {count}
          <span className="sr-only"> in {columnTitles[column]}</span>
        </>
      )}
    </div>
  );
}
