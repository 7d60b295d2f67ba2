import type { Dialog } from '@base-ui/react/dialog';
import { useLayoutEffect, useRef } from 'react';

/** Until when after opening a press outside can be the second half of the double click that opened it, in ms. */
const doubleClickMs = 400;

/** Whether what closes a dialog was not meant to close it: the rest of a double click on what opened it. */
export function isStrayPress(reason: string, openForMs: number): boolean {
  return reason === 'outside-press' && openForMs < doubleClickMs;
}

/** Calls `onClose` when the person closes the dialog, and not for the rest of a double click that opened it. */
export function useDeliberateClose(
  isOpen: boolean,
  onClose: () => void,
): (open: boolean, details: Dialog.Root.ChangeEventDetails) => void {
  const openedAt = useRef(0);
  useLayoutEffect(() => {
    if (isOpen) openedAt.current = performance.now();
  }, [isOpen]);
  return (open, details) => {
    if (open) return;
    if (isStrayPress(details.reason, performance.now() - openedAt.current)) details.cancel();
    else onClose();
  };
}
