import { useEffect, useRef } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useCommands } from '#renderer/lib/commands.ts';
import { goTo } from '#renderer/lib/location.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';
import { layoutOf } from '#renderer/features/board/model/lanes.ts';
import { neighbourOf } from '#renderer/features/board/model/navigate.ts';
import { useLatest } from '#renderer/features/board/view/use-latest.ts';
import type { BoardView } from '#renderer/features/board/view/use-board.ts';

/** How long a card has to be stayed at before the panel shows it, in ms: nobody reads while passing by. */
const restMs = 120;

/** Shows the task that the arrow keys have come to in the panel, where that is open; not as steps to go back through. */
export function usePanelFollow({
  context: { openId },
}: Pick<BoardView, 'context'>): (taskId: string) => void {
  const latest = useLatest(openId);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => () => clearTimeout(timer.current ?? undefined), []);
  return (taskId) => {
    clearTimeout(timer.current ?? undefined);
    if (latest.current === null) return;
    timer.current = setTimeout(() => {
      if (latest.current !== null) goTo({ taskId }, { replace: true });
    }, restMs);
  };
}

/** Goes to the next or the previous task of the board as it is shown, in the panel where that is open. */
export function useTaskSteps({ lanes, activeId, context: { openId } }: BoardView): void {
  const dispatch = useDispatch();
  const collapsed = useSelector((root: BoardRoot) => root.board.collapsed);
  const step = (by: 1 | -1): void => {
    const layout = layoutOf(lanes, (key) => collapsed[key] === true);
    const taskId = neighbourOf(layout, openId ?? activeId, by);
    if (taskId === null) return;
    dispatch(boardActions.cardActivated(taskId));
    if (openId !== null) goTo({ taskId }, { replace: true });
  };
  useCommands([
    {
      id: 'board.next-task',
      title: 'Next task',
      group: 'Cards',
      keys: ['j'],
      isEnabled: activeId !== null,
      run: () => step(1),
    },
    {
      id: 'board.previous-task',
      title: 'Previous task',
      group: 'Cards',
      keys: ['k'],
      isEnabled: activeId !== null,
      run: () => step(-1),
    },
  ]);
}
