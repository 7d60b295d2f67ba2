import { useEffect, useEffectEvent } from 'react';
import type { RefObject } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useCommands } from '#renderer/lib/commands.ts';
import type { Command } from '#renderer/lib/commands.ts';
import { useOpenTask } from '#renderer/features/needs/index.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { noSelection } from '#renderer/features/board/model/selection.ts';
import type { BoardKeys } from './use-board-keys.ts';
import { focusCard } from '#renderer/features/board/view/use-focus-keeper.ts';

export interface CardCommandParts {
  readonly root: RefObject<HTMLElement | null>;
  readonly activeId: string | null;
  readonly keys: BoardKeys;
}

/** Lists what the cards' own keys do, for the palette and the help, and lets the arrow keys get to the cards. */
export function useCardCommands({ root, activeId, keys }: CardCommandParts): void {
  const dispatch = useDispatch();
  const openTask = useOpenTask();
  const hasSelection = useSelector(({ board }: BoardRoot) => board.selection.ids.length > 0);
  const forCard = (
    id: string,
    title: string,
    key: string,
    run: (taskId: string) => void,
  ): Command => ({
    id: `board.${id}`,
    title,
    group: 'Cards',
    localKeys: [key],
    isEnabled: activeId !== null,
    run: () => {
      if (activeId !== null) run(activeId);
    },
  });
  useCommands([
    forCard('walk', 'Go to the cards', 'ArrowUp ArrowDown ArrowLeft ArrowRight', (id) =>
      focusCard(root.current, id),
    ),
    forCard('open', 'Open the task', 'Enter', openTask),
    forCard('select', 'Select or deselect the task', 'Space', (id) =>
      dispatch(boardActions.cardToggled(id)),
    ),
    forCard('select-column', 'Select all tasks of the column', '$mod+a', keys.selectColumn),
    {
      ...forCard('clear-selection', 'Clear the selection', 'Escape', () =>
        dispatch(boardActions.selectionSet(noSelection)),
      ),
      isEnabled: hasSelection,
    },
    forCard('up', 'Move the task up in its column', 'Alt+ArrowUp', (id) => keys.shift(id, -1)),
    forCard('down', 'Move the task down in its column', 'Alt+ArrowDown', (id) => keys.shift(id, 1)),
  ]);
  useArrowsFromNowhere(() => focusCard(root.current, activeId));
}

const arrows: ReadonlySet<string> = new Set(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight']);

/** Where nothing that knows arrow keys has the focus, after opening the page or the view, they lead to the cards. */
function useArrowsFromNowhere(enter: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (!arrows.has(key) || ctrlKey || metaKey || altKey || event.defaultPrevented) return;
    if (target !== document.body && !(target instanceof HTMLHeadingElement)) return;
    event.preventDefault();
    enter();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => press(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
