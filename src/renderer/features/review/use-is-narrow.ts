import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

/** Whether an element is on the screen with less than so many px of width; false until it was measured. */
export function useIsNarrow(element: RefObject<HTMLElement | null>, least: number): boolean {
  const [isNarrow, setIsNarrow] = useState(false);
  useEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth } = node;
      // A panel that is hidden says nothing of its width.
      if (clientWidth > 0) setIsNarrow(clientWidth < least);
    });
    observer.observe(node);
    return () => observer.disconnect();
  }, [element, least]);
  return isNarrow;
}
