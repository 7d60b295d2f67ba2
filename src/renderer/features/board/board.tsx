import { FilterX } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { JSX } from 'react';
import { useDispatch, useSelector } from 'react-redux';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { LiveRegion } from '#renderer/ui/signs/live-region.tsx';
import { BoardDialogs } from './dialogs/board-dialogs.tsx';
import { BoardGrid } from './view/board-grid.tsx';
import { BoardSkeleton } from './view/board-skeleton.tsx';
import { boardActions } from './board-slice.ts';
import type { BoardRoot } from './board-slice.ts';
import { BoardToolbar } from './view/board-toolbar.tsx';
import { EmptyBoard } from './view/empty-board.tsx';
import { FilterHint } from './view/filter-hint.tsx';
import { pruned } from './model/selection.ts';
import { useBoard } from './view/use-board.ts';
import type { BoardView } from './view/use-board.ts';
import { useBoardMemory } from './view/use-board-memory.ts';
import { useBoardAddress } from './view/use-board-address.ts';
import { useEpicOfPlace, useFilter } from './view/use-filter.ts';
import { focusCard } from './view/use-focus-keeper.ts';
import { useMoves } from './drag/use-moves.ts';
import { useRuns } from './commands/use-runs.ts';

/** The Kanban board of the open workspace. */
export const Board = memo(function Board(): JSX.Element {
  useBoardMemory();
  useBoardAddress();
  useEpicOfPlace();
  const view = useBoard();
  const moves = useMoves(view);
  const runs = useRuns(view, moves);
  const [filter] = useFilter();
  const root = useRef<HTMLDivElement>(null);
  const filterField = useRef<HTMLInputElement>(null);
  const { isLoaded } = useReplicaState();
  const announcement = useSelector((state: BoardRoot) => state.board.announcement);
  useTidySelection(view);
  // An epic without a task has its lane.
  const isEmpty = view.board.cards.size === 0 && view.lanes.length === 0;
  return (
    <div className="flex h-full min-h-0 flex-col bg-canvas">
      <BoardToolbar
        view={view}
        runs={runs}
        filterField={filterField}
        onLeaveFilter={() => focusCard(root.current, view.activeId)}
      />
      <div className="relative min-h-0 flex-1 pt-2">
        {!isLoaded && <BoardSkeleton />}
        {isLoaded && isEmpty && <EmptyBoard />}
        {isLoaded && !isEmpty && (
          <BoardGrid view={view} moves={moves} runs={runs} root={root} filterField={filterField} />
        )}
        <FilterHint filter={filter} />
        {isLoaded && view.isFiltered && view.lanes.length === 0 && <NothingFound />}
      </div>
      <BoardDialogs moves={moves} />
      <LiveRegion message={announcement} />
    </div>
  );
});

function NothingFound(): JSX.Element {
  const [filter, setFilter] = useFilter();
  return (
    <div className="absolute inset-0 bg-canvas">
      <EmptyState
        icon={FilterX}
        text={`No task matches “${filter}”.`}
        action={<Button onClick={() => setFilter('')}>Clear the filter</Button>}
      />
    </div>
  );
}

/** Takes tasks that are gone out of the selection. */
function useTidySelection({ board }: BoardView): void {
  const dispatch = useDispatch();
  const selection = useSelector((state: BoardRoot) => state.board.selection);
  useEffect(() => {
    const kept = pruned(selection, (taskId) => board.cards.has(taskId));
    if (kept !== selection) dispatch(boardActions.selectionSet(kept));
  }, [board, selection, dispatch]);
}
