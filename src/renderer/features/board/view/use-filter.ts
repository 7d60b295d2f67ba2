import { useCallback, useLayoutEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useAppLocation } from '#renderer/lib/location.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';

/** The filter that shows one epic. */
function epicFilter(epicId: string): string {
  return `epic:${epicId}`;
}

/**
 * What the board is filtered by, and the way to change it. A place that is about an epic filters by it, and
 * is about nothing once the person asks for something else.
 */
export function useFilter(): readonly [string, (filter: string) => void] {
  const dispatch = useDispatch();
  const filter = useSelector((root: BoardRoot) => root.board.filter);
  const [{ subject }, go] = useAppLocation();
  const change = useCallback(
    (text: string) => {
      dispatch(boardActions.filterChanged(text));
      if (subject !== null && text !== epicFilter(subject)) go({ subject: null });
    },
    [dispatch, go, subject],
  );
  return [filter, change];
}

/** Filters by the epic that the place is about, as soon as the board of its workspace is entered. */
export function useEpicOfPlace(): void {
  const dispatch = useDispatch();
  const { id } = useWorkspace();
  const isEntered = useSelector((root: BoardRoot) => root.board.workspaceId === id);
  const [{ view, subject }] = useAppLocation();
  const epicId = view === 'board' ? subject : null;
  // Before anything is painted, so that no other epic flashes up.
  useLayoutEffect(() => {
    if (isEntered && epicId !== null) dispatch(boardActions.filterChanged(epicFilter(epicId)));
  }, [isEntered, epicId, dispatch]);
}
