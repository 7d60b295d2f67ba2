import { useCallback, useMemo, useRef } from 'react';
import type { JSX, RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import type { Swimlane } from '#shared/core/board/board-lanes.ts';
import { useOpenTask } from '#renderer/features/needs/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { ContextMenu } from '#renderer/ui/menus/context-menu.tsx';
import { cardMenu, moveMenu } from '#renderer/features/board/commands/board-menu.ts';
import type { MenuParts } from '#renderer/features/board/commands/board-menu.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { ColumnsView } from './columns-view.tsx';
import { LanesView } from './lanes-view.tsx';
import { layoutOf } from '#renderer/features/board/model/lanes.ts';
import { idsBetween } from '#renderer/features/board/model/navigate.ts';
import { subjectsOf } from '#renderer/features/board/model/selection.ts';
import {
  editTask,
  useBoardCommands,
} from '#renderer/features/board/commands/use-board-commands.ts';
import { useBoardKeys } from '#renderer/features/board/commands/use-board-keys.ts';
import type { BoardView } from './use-board.ts';
import { useCardCommands } from '#renderer/features/board/commands/use-card-commands.ts';
import { useCardDrag } from '#renderer/features/board/drag/use-card-drag.ts';
import { useFocusKeeper } from './use-focus-keeper.ts';
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
  const menu = useCardMenu({ view, moves, runs, root });
  useBoardCommands({ view, runs, filterField, openMoveMenu: menu.openMoves });
  useCardCommands({ root, activeId: view.activeId, keys });
  useFocusKeeper(root, view.activeId, dialog !== null);
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
          <ColumnsView view={view} selected={selected} drag={drag} />
        ) : (
          <LanesView
            view={view}
            selected={selected}
            drag={drag}
            collapsed={collapsed}
            onToggle={toggleLane}
            onRun={grouping === 'epic' ? runLane : null}
            onEdit={grouping === 'epic' ? editLane : null}
          />
        )}
      </div>
    </ContextMenu>
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

interface CardMenu {
  readonly items: () => ReturnType<typeof cardMenu>;
  /** Remembers what the menu that is about to open is for. */
  readonly noteTarget: (event: MouseEvent) => void;
  /** Opens the menu of columns at the active card. */
  readonly openMoves: () => void;
}

function useCardMenu(props: Pick<BoardGridProps, 'view' | 'moves' | 'runs' | 'root'>): CardMenu {
  const { view, moves, runs, root } = props;
  const dispatch = useDispatch();
  const [, goTo] = useAppLocation();
  const selection = useSelector((state: BoardRoot) => state.board.selection);
  const subject = useRef<string | null>(null);
  const isMove = useRef(false);
  const parts: MenuParts = {
    view,
    moves,
    runs,
    open: (taskId) => goTo({ taskId, tab: null }),
    edit: editTask,
    toggle: (taskId) => void dispatch(boardActions.cardToggled(taskId)),
    newTask: (epicId) => void dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId })),
    newEpic: () => void dispatch(boardActions.dialogOpened({ kind: 'new_epic' })),
  };
  const cards = (): readonly BoardCard[] => {
    if (subject.current === null) return [];
    // As with R, the key is about all that is selected, wherever the active card is.
    const ids =
      isMove.current && selection.ids.length > 0
        ? selection.ids
        : subjectsOf(selection, subject.current);
    return ids.flatMap((id) => view.board.cards.get(id) ?? []);
  };
  return {
    items: () => (isMove.current ? moveMenu(parts, cards()) : cardMenu(parts, cards())),
    noteTarget: ({ target, isTrusted }) => {
      subject.current = taskIdAt(target);
      // An event that the page made itself is the key M's.
      isMove.current = !isTrusted;
      if (subject.current !== null) dispatch(boardActions.cardActivated(subject.current));
    },
    openMoves: () => {
      const { activeId } = view;
      if (activeId === null) return;
      const card = root.current?.querySelector(`[data-task-id="${CSS.escape(activeId)}"]`);
      const box = card?.getBoundingClientRect();
      if (card === null || card === undefined || box === undefined) return;
      const at = { clientX: box.left + 16, clientY: box.top + 32 };
      card.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
    },
  };
}
