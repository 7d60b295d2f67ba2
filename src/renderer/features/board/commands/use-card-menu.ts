import { useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import type { BoardCard } from '#shared/core/board/board-columns.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import type { MenuEntry } from '#renderer/ui/menus/menu-entries.tsx';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { useAgents } from '#renderer/features/board/dialogs/use-agents.ts';
import type { Moves } from '#renderer/features/board/drag/use-moves.ts';
import { subjectsOf } from '#renderer/features/board/model/selection.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';
import { taskIdAt } from '#renderer/features/board/view/use-root-events.ts';
import { cardMenu, moveMenu } from './board-menu.ts';
import type { MenuParts } from './board-menu.ts';
import type { CardMenuName } from './card-menus.ts';
import { agentEntries, labelEntries, priorityEntries } from './change-menu.ts';
import { editTask } from './use-board-commands.ts';
import type { Runs } from './use-runs.ts';
import { tasksOf } from './use-task-changes.ts';
import type { TaskChanges } from './use-task-changes.ts';

export interface CardMenuParts {
  readonly view: BoardView;
  readonly moves: Moves;
  readonly runs: Runs;
  readonly changes: TaskChanges;
  readonly root: RefObject<HTMLElement | null>;
}

/** The menu of the cards: of one or of all that are selected with it. */
export interface CardMenu {
  readonly items: () => readonly MenuEntry[];
  /** Remembers what the menu that is about to open is for. */
  readonly noteTarget: (event: MouseEvent) => void;
  /** Opens a part of the menu at the active card. */
  readonly open: (name: CardMenuName) => void;
}

export function useCardMenu(props: CardMenuParts): CardMenu {
  const { view, root } = props;
  const dispatch = useDispatch();
  const selection = useSelector((state: BoardRoot) => state.board.selection);
  const subject = useRef<string | null>(null);
  const asked = useRef<CardMenuName | null>(null);
  const [isUsed, setUsed] = useState(false);
  const parts = useMenuParts(props, isUsed);
  const cards = (): readonly BoardCard[] => {
    if (subject.current === null) return [];
    // As with R, a key is about all that is selected, wherever the active card is.
    const ids =
      asked.current !== null && selection.ids.length > 0
        ? selection.ids
        : subjectsOf(selection, subject.current);
    return ids.flatMap((id) => view.board.cards.get(id) ?? []);
  };
  return {
    items: () => entriesOf(asked.current, parts, cards()),
    noteTarget: ({ target, isTrusted }) => {
      setUsed(true);
      subject.current = taskIdAt(target);
      // An event that the page made itself is a key's.
      if (isTrusted) asked.current = null;
      if (subject.current !== null) dispatch(boardActions.cardActivated(subject.current));
    },
    open: (name) => {
      const { activeId } = view;
      if (activeId === null) return;
      const card = root.current?.querySelector(`[data-task-id="${CSS.escape(activeId)}"]`);
      const box = card?.getBoundingClientRect();
      if (card === null || card === undefined || box === undefined) return;
      asked.current = name;
      const at = { clientX: box.left + 16, clientY: box.top + 32 };
      card.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }));
    },
  };
}

function entriesOf(
  name: CardMenuName | null,
  parts: MenuParts,
  cards: readonly BoardCard[],
): readonly MenuEntry[] {
  switch (name) {
    case null:
      return cardMenu(parts, cards);
    case 'move':
      return moveMenu(parts, cards);
    case 'priority':
      return priorityEntries(parts, cards);
    case 'agent':
      return agentEntries(parts, cards);
    case 'labels':
      return labelEntries(parts, cards);
    default:
      return assertNever(name, 'card menu');
  }
}

function useMenuParts({ view, moves, runs, changes }: CardMenuParts, isUsed: boolean): MenuParts {
  const dispatch = useDispatch();
  const [, goTo] = useAppLocation();
  const agents = useAgents(isUsed);
  return {
    view,
    moves,
    runs,
    agents: agents.map(({ type }) => type),
    open: (taskId) => goTo({ taskId, tab: null }),
    edit: editTask,
    toggle: (taskId) => void dispatch(boardActions.cardToggled(taskId)),
    newTask: (epicId) => void dispatch(boardActions.dialogOpened({ kind: 'new_task', epicId })),
    newEpic: () => void dispatch(boardActions.dialogOpened({ kind: 'new_epic' })),
    change: (cards, change) => void changes.change(tasksOf(cards), change),
    newLabel: (cards) => changes.newLabel(tasksOf(cards)),
    remove: (cards) => changes.remove(tasksOf(cards)),
    duplicate: (task) => void changes.duplicate(task),
    copyLink: (taskId) => void changes.copyLink(taskId),
  };
}
