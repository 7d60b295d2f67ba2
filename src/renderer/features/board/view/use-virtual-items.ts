import { defaultRangeExtractor } from '@tanstack/react-virtual';
import type { Range, VirtualItem } from '@tanstack/react-virtual';
import { useCallback } from 'react';
import type { RefObject } from 'react';
import { useVirtualList } from '#renderer/lib/use-virtual-list.ts';

export interface VirtualList {
  /** The element that scrolls. */
  readonly scroller: RefObject<HTMLElement | null>;
  readonly count: number;
  /** Height of an item with the space after it, in px; a new function when heights have changed. */
  readonly sizeOf: (index: number) => number;
  /** Where the list begins in what is scrolled, in px. */
  readonly offset: number;
  /** Items beyond the visible ones that are kept ready, so that fast scrolling shows no gaps. */
  readonly overscan: number;
  /** An item that stays in the page wherever the list is scrolled to; -1 for none. */
  readonly kept: number;
}

/** The items of a long list that have to be in the page now; their `start` counts from the scroller's top. */
export function useVirtualItems(list: VirtualList): readonly VirtualItem[] {
  const { scroller, count, sizeOf, offset, overscan, kept } = list;
  const virtualizer = useVirtualList<HTMLElement>(
    {
      count,
      getScrollElement: () => scroller.current,
      estimateSize: sizeOf,
      overscan,
      scrollMargin: offset,
      rangeExtractor: useCallback((range: Range) => withIndex(range, kept), [kept]),
    },
    sizeOf,
  );
  return virtualizer.getVirtualItems();
}

/** The indexes in sight, and one more. */
function withIndex(range: Range, index: number): number[] {
  const seen = defaultRangeExtractor(range);
  if (index < 0 || index >= range.count) return seen;
  const [first = 0] = seen;
  const last = seen.at(-1) ?? -1;
  if (index < first) return [index, ...seen];
  return index > last ? [...seen, index] : seen;
}
