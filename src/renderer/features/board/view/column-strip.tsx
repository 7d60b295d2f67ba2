import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { memo, useEffect, useRef } from 'react';
import type { JSX, RefObject } from 'react';
import { columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import { Hint } from './column-header.tsx';
import type { DropHint } from './column-header.tsx';

export interface ColumnStripProps {
  readonly column: BoardColumn;
  /** How many of its cards are shown. */
  readonly shown: number;
  /** How many it has. */
  readonly total: number;
  /** What stands in it when it holds nothing. */
  readonly emptyText: string;
  /** Whether one of its tasks needs a person. */
  readonly isNeeding: boolean;
  readonly hint: DropHint | null;
  readonly isOver: boolean;
  readonly onOpen: (column: BoardColumn) => void;
}

/** What needs a person has a colour, also where only a title is seen. */
function toneOf({ column, total, isNeeding }: ColumnStripProps, quiet: string): string {
  if (total === 0) return 'text-faint';
  if (!isNeeding) return quiet;
  return column === 'blocked' ? 'text-blocked' : 'text-waiting';
}

/** Columns to the right of the middle: what floats over them opens to the left. */
const rightHalf: ReadonlySet<BoardColumn> = new Set(['review', 'blocked', 'done']);

/** A column that makes room for the others: its title and count. A press opens it, and cards can be dropped on it. */
export const ColumnStrip = memo(function ColumnStrip(props: ColumnStripProps): JSX.Element {
  const { column, shown, total, emptyText, hint, isOver, onOpen } = props;
  const strip = useStripDrop<HTMLElement>(column, 'all');
  const title = columnTitles[column];
  return (
    <section
      ref={strip}
      aria-label={title}
      data-strip={column}
      className={classNames(
        'relative flex h-full w-10 shrink-0 rounded-lg bg-sunken transition-opacity',
        isOver && hint?.kind === 'allowed' && 'outline-2 outline-accent',
        hint?.kind === 'refused' && 'opacity-50',
      )}
    >
      <Tooltip content={total === 0 ? `${title}: ${emptyText}` : `Show ${title}`} side="bottom">
        <button
          type="button"
          onClick={() => onOpen(column)}
          className="flex h-full w-full flex-col items-center gap-2 rounded-lg focus-inset py-2 text-13 hover:bg-hover"
        >
          <span className={classNames('text-12 font-medium tabular', toneOf(props, 'text-muted'))}>
            {shown < total ? `${shown}/${total}` : total}
            <span className="sr-only"> in </span>
          </span>
          <span
            className={classNames(
              'writing-down font-medium whitespace-nowrap',
              toneOf(props, 'text-text'),
            )}
          >
            {title}
            <span className="sr-only">: show the column</span>
          </span>
        </button>
      </Tooltip>
      {hint !== null && isOver && (
        <div
          className={classNames(
            'pointer-events-none absolute top-9 w-2xs',
            rightHalf.has(column) ? 'right-0' : 'left-0',
          )}
        >
          <Hint hint={hint} isOver />
        </div>
      )}
    </section>
  );
});

/** Lets cards be dropped on a strip; where they land in it is theirs to know. */
export function useStripDrop<Strip extends HTMLElement>(
  column: BoardColumn,
  laneKey: string,
): RefObject<Strip | null> {
  const strip = useRef<Strip>(null);
  useEffect(() => {
    const element = strip.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => ({ column, laneKey }),
      getDropEffect: () => 'move',
    });
  }, [column, laneKey]);
  return strip;
}
