import { useCallback, useMemo } from 'react';
import type { JSX, RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { BoardColumn } from '#shared/core/board/board-columns.ts';
import type { Swimlane } from '#shared/core/board/board-lanes.ts';
import { useOpenTask } from '#renderer/features/needs/index.ts';
import { ContextMenu } from '#renderer/ui/menus/context-menu.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { ColumnsView } from './columns-view.tsx';
import { LanesView } from './lanes-view.tsx';
import { layoutOf } from '#renderer/features/board/model/lanes.ts';
import { idsBetween } from '#renderer/features/board/model/navigate.ts';
import { useBoardCommands } from '#renderer/features/board/commands/use-board-commands.ts';
import { useCardMenu } from '#renderer/features/board/commands/use-card-menu.ts';
import { useTaskChanges } from '#renderer/features/board/commands/use-task-changes.ts';
import { useBoardKeys } from '#renderer/features/board/commands/use-board-keys.ts';
import type { BoardView } from './use-board.ts';
import { useCardCommands } from '#renderer/features/board/commands/use-card-commands.ts';
import { useTaskSteps } from '#renderer/features/board/commands/use-panel-follow.ts';
import { useCardDrag } from '#renderer/features/board/drag/use-card-drag.ts';
import { focusCard, useCardFocus, useFocusKeeper, useOpenCardInSight } from './use-focus-keeper.ts';
import { useOpenColumns } from './use-column-room.ts';
import { taskIdAt, useRootEvents } from './use-root-events.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';
import type { Runs } from '#renderer/features/board/commands/use-runs.ts';

export interface BoardGridProps {
  readonly view: BoardView;
  readonly moves: Moves;
  readonly runs: Runs;
  readonly root: RefObject<HTMLDivElement | null>;
  readonly filterField: RefObject<HTMLInputElement | null>;
}

/** The cards, and all that can be done with them by mouse, keys and menus. */
export function BoardGrid({ view, moves, runs, root, filterField }: BoardGridProps): JSX.Element {
  const dispatch = useDispatch();
  const { grouping, collapsed, selection, dialog } = useSelector((state: BoardRoot) => state.board);
  const selected = useMemo(() => new Set(selection.ids), [selection]);
  const activate = useCallback(
    (id: string) => void dispatch(boardActions.cardActivated(id)),
    [dispatch],
  );
  const drag = useCardDrag(view, { selection, grouping }, moves, activate);
  const keys = useBoardKeys(view, moves);
  const click = useCardClick(view);
  const changes = useTaskChanges();
  const menu = useCardMenu({ view, moves, runs, root, changes });
  useBoardCommands({ view, runs, filterField, openMenu: menu.open, changes });
  useCardCommands({ root, activeId: view.activeId, keys });
  useFocusKeeper(root, view.activeId, dialog !== null);
  useCardFocus(root, view.activeId);
  useOpenCardInSight(root, view);
  useTaskSteps(view);
  const columns = { open: useOpenColumns(root, view), onOpenColumn: useColumnOpener(root, view) };
  useRootEvents(root, {
    keydown: keys.keydown,
    click,
    contextmenu: menu.noteTarget,
    focusin: ({ target }) => {
      const id = taskIdAt(target);
      if (id !== null && id !== view.activeId) activate(id);
    },
  });
  const toggleLane = useCallback(
    (key: string) => void dispatch(boardActions.laneToggled(key)),
    [dispatch],
  );
  const runLane = useCallback((lane: Swimlane) => runs.runEpic(lane.key), [runs]);
  const editLane = useCallback(
    ({ key: epicId }: Swimlane) =>
      void dispatch(boardActions.dialogOpened({ kind: 'edit_epic', epicId })),
    [dispatch],
  );
  const newIn = useCallback(
    ({ key: epicId }: Swimlane) =>
      void dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId })),
    [dispatch],
  );
  const deleteLane = useCallback(({ key }: Swimlane) => changes.removeEpic(key), [changes]);
  return (
    <ContextMenu items={menu.items}>
      <div
        ref={root}
        role="group"
        aria-label="Board"
        data-selected-count={selection.ids.length}
        className="h-full min-h-0"
      >
        {grouping === 'none' ? (
          <ColumnsView {...{ view, selected, drag }} {...columns} />
        ) : (
          <LanesView
            {...{ view, selected, drag }}
            {...columns}
            collapsed={collapsed}
            onToggle={toggleLane}
            onRun={grouping === 'epic' ? runLane : null}
            onEdit={grouping === 'epic' ? editLane : null}
            onNew={grouping === 'epic' ? newIn : null}
            onDelete={grouping === 'epic' ? deleteLane : null}
          />
        )}
      </div>
    </ContextMenu>
  );
}

/** Opens a column that is a strip, and goes to its first card; to its title where it has none to go to. */
function useColumnOpener(
  root: RefObject<HTMLElement | null>,
  { lanes }: BoardView,
): (column: BoardColumn) => void {
  const dispatch = useDispatch();
  return useCallback(
    (column) => {
      const first = lanes.flatMap((lane) => lane.columns[column].slice(0, 1)).at(0)?.task.id;
      if (first !== undefined) dispatch(boardActions.cardActivated(first));
      dispatch(boardActions.columnChosen(column));
      requestAnimationFrame(() => {
        if (first !== undefined) return focusCard(root.current, first);
        const title = root.current?.querySelector<HTMLElement>(`[data-column-title="${column}"]`);
        title?.focus({ preventScroll: true });
      });
    },
    [root, lanes, dispatch],
  );
}

/** A click opens a card, with the modifier it selects, with Shift it selects a range. */
function useCardClick(view: BoardView): (event: MouseEvent) => void {
  const dispatch = useDispatch();
  const openTask = useOpenTask();
  const { selection, collapsed } = useSelector((state: BoardRoot) => state.board);
  return ({ target, ctrlKey, metaKey, shiftKey }) => {
    const id = taskIdAt(target);
    if (id === null) return;
    if (ctrlKey || metaKey) {
      dispatch(boardActions.cardToggled(id));
    } else if (shiftKey) {
      const layout = layoutOf(view.lanes, (key) => collapsed[key] === true);
      const from = selection.anchor ?? view.activeId ?? id;
      dispatch(boardActions.rangeSelected({ ids: idsBetween(layout, from, id), activeId: id }));
    } else {
      dispatch(boardActions.cardActivated(id));
      openTask(id);
    }
  };
}
