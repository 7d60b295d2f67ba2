import { useEffect, useLayoutEffect } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { z } from 'zod';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { recall, remember } from '#renderer/lib/remembered.ts';
import { boardActions, densities, groupings } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';

const memorySchema = z.object({
  grouping: z.enum(groupings),
  density: z.enum(densities).default('full'),
  collapsed: z.record(z.string(), z.literal(true)),
});

/**
 * Shows each workspace's board as it was left on this machine: its grouping, how much its cards
 * show and its collapsed lanes. What
 * is about single tasks, such as the selection, ends with the workspace.
 */
export function useBoardMemory(): void {
  const dispatch = useDispatch();
  const { id } = useWorkspace();
  const { workspaceId, grouping, density, collapsed } = useSelector(
    (root: BoardRoot) => root.board,
  );
  const isEntered = workspaceId === id;
  const key = `switchyard.board.${id}`;
  // Before anything is painted, so that the board does not jump from columns to lanes.
  useLayoutEffect(() => {
    if (isEntered) return;
    const memory = recall(localStorage, key, memorySchema);
    dispatch(boardActions.workspaceEntered({ workspaceId: id, ...memory }));
  }, [isEntered, id, key, dispatch]);
  useEffect(() => {
    if (isEntered) remember(localStorage, key, { grouping, density, collapsed });
  }, [isEntered, key, grouping, density, collapsed]);
}
