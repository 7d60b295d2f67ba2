import { memo, useRef } from 'react';
import type { JSX } from 'react';
import { boardColumns, columnTitles } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { CardList } from './card-list.tsx';
import type { CardListProps } from './card-list.tsx';
import { ColumnStrip } from './column-strip.tsx';
import { ColumnHeader, dropHint } from './column-header.tsx';
import type { ColumnHeaderProps } from './column-header.tsx';
import type { CardDrag } from '#renderer/features/board/drag/use-card-drag.ts';
import type { BoardView } from './use-board.ts';
import type { OpenColumns } from './use-column-room.ts';

export interface GridProps {
  readonly view: BoardView;
  readonly selected: ReadonlySet<string>;
  readonly drag: CardDrag | null;
  /** Columns that there is room for; the others are strips. */
  readonly open: OpenColumns;
  /** Opens a column that is a strip. */
  readonly onOpenColumn: (column: BoardColumn) => void;
}

/** What stands in a column without cards. */
export const emptyTexts: Readonly<Record<BoardColumn, string>> = {
  backlog: 'Tasks that wait for others come here.',
  ready: 'Tasks that can start come here.',
  in_progress: 'Run ready tasks: their agents work here.',
  review: 'Work comes here while the app checks and merges it.',
  blocked: 'Nothing is blocked.',
  done: 'Merged, verified tasks come here.',
};

/** The board as columns that scroll one by one. */
export function ColumnsView(props: GridProps): JSX.Element {
  const { view, selected, drag, open, onOpenColumn } = props;
  const [lane] = view.lanes;
  return (
    <div className="flex h-full min-h-0 gap-2 overflow-x-auto overflow-y-hidden px-3 pb-3">
      {boardColumns.map((column) =>
        open.has(column) ? (
          <Column
            key={column}
            column={column}
            total={view.board.columns[column].length}
            limit={column === 'in_progress' ? view.limit : null}
            cards={lane?.columns[column] ?? noCards}
            context={view.context}
            selected={selected}
            activeId={view.activeId}
            isDragging={drag !== null}
            plan={drag?.plans[column]}
            isOver={drag?.over?.column === column}
            dropIndex={dropIndexIn(drag, column, lane?.key ?? 'all')}
          />
        ) : (
          <ColumnStrip
            key={column}
            column={column}
            shown={(lane?.columns[column] ?? noCards).length}
            total={view.board.columns[column].length}
            emptyText={emptyTexts[column]}
            isNeeding={isNeeding(view, column)}
            hint={dropHint(drag?.plans[column])}
            isOver={drag?.over?.column === column}
            onOpen={onOpenColumn}
          />
        ),
      )}
    </div>
  );
}

/** Whether a task of the column waits for somebody. */
function isNeeding({ board, context }: BoardView, column: BoardColumn): boolean {
  switch (column) {
    case 'blocked':
      return board.columns.blocked.length > 0;
    case 'in_progress':
    case 'review':
      return board.columns[column].some(({ task }) => {
        const latest = context.summaries.get(task.id)?.latest;
        return (
          latest !== undefined &&
          (context.life.waiting.has(latest.id) || latest.phase === 'waiting')
        );
      });
    case 'backlog':
    case 'ready':
    case 'done':
      return false;
    default:
      return column satisfies never;
  }
}

const noCards: CardListProps['cards'] = [];

/** The place that a drop would have in a list; null where a drop does not set the order. */
export function dropIndexIn(
  drag: CardDrag | null,
  column: BoardColumn,
  laneKey: string,
): number | null {
  const over = drag?.over ?? null;
  if (drag === null || over?.column !== column || over.laneKey !== laneKey) return null;
  if (over.refusal !== null) return null;
  return drag.plans[column].kind === 'reorder' ? over.index : null;
}

interface ColumnProps
  extends
    Pick<CardListProps, 'column' | 'cards' | 'context' | 'selected' | 'activeId' | 'dropIndex'>,
    Pick<ColumnHeaderProps, 'total' | 'limit' | 'isOver'> {
  readonly isDragging: boolean;
  readonly plan: CardDrag['plans'][BoardColumn] | undefined;
}

const Column = memo(function Column(props: ColumnProps): JSX.Element {
  const { column, cards, context, selected, activeId, dropIndex, total, limit } = props;
  const { isDragging, plan, isOver } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const hint = dropHint(plan);
  return (
    <section
      aria-label={columnTitles[column]}
      className={classNames(
        'flex h-full min-w-0 flex-1 basis-0 flex-col rounded-lg bg-sunken transition-colors',
        isOver && hint?.kind === 'allowed' && 'outline-2 outline-accent',
      )}
    >
      <ColumnHeader
        column={column}
        shown={cards.length}
        total={total}
        limit={limit}
        hint={isDragging ? hint : null}
        isOver={isOver}
      />
      <div
        ref={scroller}
        className={classNames(
          // With a background of its own it scrolls without being painted again.
          'relative min-h-0 flex-1 overflow-y-auto overscroll-contain rounded-b-lg bg-sunken px-2 pb-2 transition-opacity',
          hint?.kind === 'refused' && 'opacity-50',
        )}
      >
        <CardList
          column={column}
          laneKey="all"
          laneTitle={null}
          cards={cards}
          context={context}
          selected={selected}
          activeId={activeId}
          scroller={scroller}
          offset={0}
          dropIndex={dropIndex}
        />
        {total === 0 && (
          <p className="pointer-events-none absolute inset-x-4 top-4 text-center text-12 text-balance text-faint">
            {emptyTexts[column]}
          </p>
        )}
      </div>
    </section>
  );
});
