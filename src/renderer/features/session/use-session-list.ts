import type { Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import type { SessionView } from '#shared/contract/attempts.ts';
import { useVirtualList } from '#renderer/lib/use-virtual-list.ts';
import type { SessionFeed } from './session-feed.ts';

/** Entries that are asked for at once: what is in sight, and some on both sides. */
export const partSize = 120;
/** A part begins at a multiple of this, so that little scrolling asks for nothing new. */
const partStep = 30;
/** So near to the end, in px, the newest is meant. */
const nearEnd = 32;
/** Height of an entry that nobody has seen yet, in px. */
const usualHeight = 32;

export interface SessionListState {
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  /** Whether the newest entry is kept in sight. */
  readonly isFollowing: boolean;
  /** Keeps the newest in sight from now on. */
  readonly follow: () => void;
  /** Brings an entry into sight, and leaves it there. */
  readonly reveal: (place: number) => void;
  readonly onScroll: () => void;
}

/** Scrolls through the entries of a session in `scroller`; the page has only those in sight. */
export function useSessionList(
  feed: SessionFeed,
  view: SessionView,
  scroller: RefObject<HTMLDivElement | null>,
): SessionListState {
  const [isFollowing, setFollowing] = useState(true);
  const { first, end } = view;
  const virtualizer = useVirtualList<HTMLDivElement>(
    {
      count: end - first,
      getScrollElement: () => scroller.current,
      estimateSize: () => usualHeight,
      getItemKey: (index) => first + index,
      overscan: 6,
    },
    null,
  );
  // After each render, because whatever has changed may have made the list longer.
  useLayoutEffect(() => {
    if (isFollowing) showEnd(scroller.current);
  });

  const top = virtualizer.getVirtualItems()[0]?.index ?? 0;
  useEffect(() => {
    const from = first + Math.max(0, Math.floor((top - partStep) / partStep) * partStep);
    feed.show(isFollowing ? null : from);
  }, [feed, isFollowing, first, top]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    setFollowing(left < nearEnd);
  }, [scroller]);
  const reveal = useCallback(
    (place: number): void => {
      setFollowing(false);
      virtualizer.scrollToIndex(place - first, { align: 'center' });
    },
    [virtualizer, first],
  );
  return { virtualizer, isFollowing, follow: () => setFollowing(true), reveal, onScroll };
}

function showEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollTop = element.scrollHeight;
}
