import { ChevronDown, ChevronRight, Pencil, Play, Plus, Trash2 } from 'lucide-react';
import { memo, useCallback, useMemo, useRef } from 'react';
import type { JSX, RefObject } from 'react';
import { boardColumns } from '#shared/core/board/board-columns.ts';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { Swimlane } from '#shared/core/board/board-lanes.ts';
import { plural } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { CardList } from './card-list.tsx';
import type { CardListProps } from './card-list.tsx';
import { ColumnHeader, dropHint } from './column-header.tsx';
import type { DropHint } from './column-header.tsx';
import { LaneStrip, StripTitle } from './lane-strip.tsx';
import { dropIndexIn } from './columns-view.tsx';
import type { GridProps } from './columns-view.tsx';
import { stripWidth } from '#renderer/features/board/model/column-room.ts';
import { cardGap, columnHeaderHeight, laneHeaderHeight, pitchOf } from './sizes.ts';
import type { Density } from '#renderer/features/board/board-slice.ts';
import type { OpenColumns } from './use-column-room.ts';
import { useVirtualItems } from './use-virtual-items.ts';
import type { CardDrag } from '#renderer/features/board/drag/use-card-drag.ts';

export interface LanesViewProps extends GridProps {
  readonly collapsed: Readonly<Record<string, true>>;
  readonly onToggle: (laneKey: string) => void;
  /** Runs what is open in a lane; null where lanes are no epics. */
  readonly onRun: ((lane: Swimlane) => void) | null;
  /** Edits the epic that a lane is; null where lanes are no epics. */
  readonly onEdit: ((lane: Swimlane) => void) | null;
  /** Adds a task to the epic that a lane is; null where lanes are no epics. */
  readonly onNew: ((lane: Swimlane) => void) | null;
  /** Deletes the epic that a lane is, with its tasks; null where lanes are no epics. */
  readonly onDelete: ((lane: Swimlane) => void) | null;
}

/** Height of a lane in px, with the space after it. */
function laneHeight(
  lane: Swimlane,
  isCollapsed: boolean,
  open: OpenColumns,
  density: Density,
): number {
  if (isCollapsed) return laneHeaderHeight + cardGap;
  const heights = boardColumns.map((column) =>
    open.has(column) ? lane.columns[column].length * pitchOf(column, density) : 0,
  );
  return laneHeaderHeight + lanePadding + Math.max(emptyLaneHeight, ...heights) + cardGap;
}

/** Height of a lane without a card in an open column, below its title, in px: its strips can still be read. */
const emptyLaneHeight = 40;

/** Space above the first cards of a lane, in px. */
const lanePadding = 8;

const grid = 'grid gap-2';

/** The columns of the header and of every lane. */
function tracks(open: OpenColumns): { readonly gridTemplateColumns: string } {
  const widths = boardColumns.map((column) =>
    open.has(column) ? 'minmax(0, 1fr)' : `${stripWidth}px`,
  );
  return { gridTemplateColumns: widths.join(' ') };
}

/** The board cut into lanes that scroll together; lanes and cards out of sight are not in the page. */
export function LanesView(props: LanesViewProps): JSX.Element {
  const { view, selected, drag, collapsed, open, onOpenColumn } = props;
  const { onToggle, onRun, onEdit, onNew, onDelete } = props;
  const { lanes, activeId } = view;
  const { density } = view.context;
  const scroller = useRef<HTMLDivElement>(null);
  const sizeOf = useCallback(
    (index: number) => {
      const lane = lanes[index];
      return lane === undefined ? 0 : laneHeight(lane, collapsed[lane.key] === true, open, density);
    },
    [lanes, collapsed, open, density],
  );
  const total = useMemo(
    () => lanes.reduce((sum, _, index) => sum + sizeOf(index), 0),
    [lanes, sizeOf],
  );
  const activeLane = useMemo(
    () => lanes.findIndex((lane) => holds(lane, activeId)),
    [lanes, activeId],
  );
  const items = useVirtualItems({
    scroller,
    count: lanes.length,
    sizeOf,
    offset: columnHeaderHeight,
    overscan: 1,
    kept: activeLane,
  });
  return (
    <div ref={scroller} className="h-full min-h-0 overflow-auto overscroll-contain px-3 pb-3">
      <div>
        <div className={`${grid} sticky top-0 z-sticky bg-canvas`} style={tracks(open)}>
          {boardColumns.map((column) =>
            open.has(column) ? (
              <ColumnHeader
                key={column}
                column={column}
                shown={lanes.reduce((sum, lane) => sum + lane.columns[column].length, 0)}
                total={view.board.columns[column].length}
                limit={column === 'in_progress' ? view.limit : null}
                hint={hintIn(drag, column)}
                isOver={drag?.over?.column === column}
              />
            ) : (
              <StripTitle
                key={column}
                column={column}
                total={view.board.columns[column].length}
                hint={drag?.over?.column === column ? hintIn(drag, column) : null}
                onOpen={onOpenColumn}
              />
            ),
          )}
        </div>
        <div className="relative" style={{ height: total }}>
          {items.map(({ index, start }) => {
            const lane = lanes[index];
            if (lane === undefined) return null;
            return (
              <Lane
                key={lane.key}
                lane={lane}
                top={start - columnHeaderHeight}
                isCollapsed={collapsed[lane.key] === true}
                context={view.context}
                selected={selected}
                activeId={index === activeLane ? activeId : null}
                drag={drag}
                open={open}
                scroller={scroller}
                onToggle={onToggle}
                onRun={onRun}
                onEdit={onEdit}
                onNew={onNew}
                onDelete={onDelete}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** What a drop would do in a column, or why the lane under the pointer takes none. */
function hintIn(drag: CardDrag | null, column: BoardColumn): DropHint | null {
  const over = drag?.over;
  if (over?.column === column && over.refusal !== null) {
    return { kind: 'refused', text: over.refusal };
  }
  return dropHint(drag?.plans[column]);
}

function holds(lane: Swimlane, id: string | null): boolean {
  if (id === null) return false;
  return boardColumns.some((column) => lane.columns[column].some(({ task }) => task.id === id));
}

interface LaneProps
  extends
    Pick<CardListProps, 'context' | 'selected' | 'activeId'>,
    Pick<LanesViewProps, 'open' | 'onToggle' | 'onRun' | 'onEdit' | 'onNew' | 'onDelete'> {
  readonly lane: Swimlane;
  readonly top: number;
  readonly isCollapsed: boolean;
  readonly drag: CardDrag | null;
  readonly scroller: RefObject<HTMLElement | null>;
}

const Lane = memo(function Lane(props: LaneProps): JSX.Element {
  const { lane, top, isCollapsed, context, selected, activeId, drag, scroller } = props;
  const { open: openNow, onToggle, onRun, onEdit, onNew, onDelete } = props;
  const { key, title, size } = lane;
  const open = lane.columns.ready.length + lane.columns.backlog.length;
  const Arrow = isCollapsed ? ChevronRight : ChevronDown;
  const indexIn = (column: BoardColumn): number | null => dropIndexIn(drag, column, key);
  return (
    <section
      aria-label={title}
      className="absolute inset-x-0 top-0"
      style={{
        transform: `translateY(${top}px)`,
        height: laneHeight(lane, isCollapsed, openNow, context.density) - cardGap,
      }}
    >
      <header
        className="flex items-center gap-2 border-t border-border"
        style={{ height: laneHeaderHeight }}
      >
        <Button
          variant="quiet"
          icon={Arrow}
          aria-expanded={!isCollapsed}
          onClick={() => onToggle(key)}
        >
          <span dir="auto">{title}</span>
        </Button>
        <span className="text-12 text-faint tabular">
          {size === 0 ? 'No task yet' : `${lane.columns.done.length} of ${size} done`}
        </span>
        {onEdit !== null && (
          <IconButton
            icon={Pencil}
            size="sm"
            label={`Edit ${title}`}
            onClick={() => onEdit(lane)}
          />
        )}
        {onDelete !== null && (
          <IconButton
            icon={Trash2}
            size="sm"
            label={`Delete ${title} with its tasks`}
            onClick={() => onDelete(lane)}
          />
        )}
        {onNew !== null && (
          <IconButton
            icon={Plus}
            size="sm"
            label={`New task in ${title}`}
            onClick={() => onNew(lane)}
          />
        )}
        {onRun !== null && open > 0 && (
          <Button variant="quiet" size="sm" icon={Play} onClick={() => onRun(lane)}>
            Run {plural(open, 'open task')}
          </Button>
        )}
      </header>
      {!isCollapsed && (
        <div
          className={grid}
          style={{ ...tracks(openNow), height: `calc(100% - ${laneHeaderHeight}px)` }}
        >
          {boardColumns.map((column) =>
            openNow.has(column) ? (
              <div key={column} className="h-full rounded-lg bg-sunken px-2 pt-2">
                <CardList
                  column={column}
                  laneKey={key}
                  laneTitle={title}
                  cards={lane.columns[column]}
                  context={context}
                  selected={selected}
                  activeId={activeId}
                  scroller={scroller}
                  offset={top + columnHeaderHeight + laneHeaderHeight + lanePadding}
                  dropIndex={indexIn(column)}
                />
              </div>
            ) : (
              <LaneStrip
                key={column}
                column={column}
                laneKey={key}
                count={lane.columns[column].length}
              />
            ),
          )}
        </div>
      )}
    </section>
  );
});
