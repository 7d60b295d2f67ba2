import { useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The card of a task, where it is in the page. */
function cardElement(root: HTMLElement | null, id: string): HTMLElement | null {
  return root?.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"]`) ?? null;
}

/** Puts the focus on the card of a task and brings it into sight. */
export function focusCard(root: HTMLElement | null, id: string | null): void {
  if (id === null) return;
  const element = cardElement(root, id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

/**
 * Keeps the focus on the active card: when another card becomes it while the board has the focus, and
 * when the card moves to another list, where it is another element of the page. Whoever takes the focus
 * away on purpose keeps it.
 */
export function useFocusKeeper(
  root: RefObject<HTMLElement | null>,
  activeId: string | null,
): RefObject<boolean> {
  const isOurs = useRef(false);
  useEffect(() => {
    const noteFocus = ({ target }: FocusEvent): void => {
      isOurs.current =
        target instanceof Element &&
        root.current?.contains(target) === true &&
        target.closest('[data-task-id]') !== null;
    };
    const notePress = ({ target }: PointerEvent): void => {
      if (target instanceof Node && root.current?.contains(target) !== true) isOurs.current = false;
    };
    document.addEventListener('focusin', noteFocus);
    document.addEventListener('pointerdown', notePress, true);
    return () => {
      document.removeEventListener('focusin', noteFocus);
      document.removeEventListener('pointerdown', notePress, true);
    };
  }, [root]);
  // After every render: that a card has moved shows only in the page.
  useLayoutEffect(() => {
    if (!isOurs.current || activeId === null) return;
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.dataset['taskId'] === activeId)
      return;
    focusCard(root.current, activeId);
  });
  return isOurs;
}
