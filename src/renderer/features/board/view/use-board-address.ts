import { useEffect, useLayoutEffect, useRef } from 'react';
import { useDispatch, useSelector, useStore } from 'react-redux';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import { boardActions, groupings } from '#renderer/features/board/board-slice.ts';
import type { BoardRoot } from '#renderer/features/board/board-slice.ts';

/** How long the board is left alone before its address says how it is shown, in ms: nobody links while typing. */
const restMs = 300;

/**
 * Keeps the grouping and the filter in the address, so that they outlast a reload and can be linked to.
 * What an address says when it is opened wins over what was shown before; what it leaves out stays.
 */
export function useBoardAddress(): void {
  const dispatch = useDispatch();
  const store = useStore<BoardRoot>();
  const [{ grouping: groupingInAddress, filter: filterInAddress }] = useAppLocation();
  const grouping = useSelector((root: BoardRoot) => root.board.grouping);
  const filter = useSelector((root: BoardRoot) => root.board.filter);
  const written = useRef<string | null>(null);
  const address = keyOf(groupingInAddress, filterInAddress);
  // Before anything is painted, so that the board is not seen in another shape first.
  useLayoutEffect(() => {
    if (written.current === address) return;
    written.current = address;
    const { board } = store.getState();
    const requested = groupings.find((one) => one === groupingInAddress);
    if (requested !== undefined && requested !== board.grouping) {
      dispatch(boardActions.groupingChanged(requested));
    }
    if (filterInAddress !== null && filterInAddress !== board.filter) {
      dispatch(boardActions.filterChanged(filterInAddress));
    }
  }, [address, groupingInAddress, filterInAddress, store, dispatch]);
  useEffect(() => {
    const [by, only] = [grouping === 'none' ? null : grouping, filter === '' ? null : filter];
    const shown = keyOf(by, only);
    if (shown === address) return undefined;
    const timer = setTimeout(() => {
      written.current = shown;
      goTo({ grouping: by, filter: only }, { replace: true });
    }, restMs);
    return () => clearTimeout(timer);
  }, [address, grouping, filter]);
}

function keyOf(grouping: string | null, filter: string | null): string {
  return JSON.stringify([grouping, filter]);
}
