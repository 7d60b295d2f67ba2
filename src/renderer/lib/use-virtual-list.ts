import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect } from 'react';

type Options<Scroller extends Element> = Parameters<typeof useVirtualizer<Scroller, Element>>[0];

/**
 * Which items of a long list have to be in the page. What it answers must not be kept over a render; `sizes` is
 * another value whenever all sizes are to be asked for again.
 */
export function useVirtualList<Scroller extends Element>(
  options: Options<Scroller>,
  sizes: unknown,
): Virtualizer<Scroller, Element> {
  // oxlint-disable-next-line react/incompatible-library -- nothing that it answers is kept over a render
  const virtualizer = useVirtualizer<Scroller, Element>(options);
  useLayoutEffect(() => {
    virtualizer.measure();
  }, [virtualizer, sizes]);
  return virtualizer;
}
