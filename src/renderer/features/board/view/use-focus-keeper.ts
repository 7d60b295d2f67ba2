import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { RefObject } from 'react';
import { useDispatch } from 'react-redux';
import { cardOf, useRequestedFocus } from '#renderer/lib/request-focus.ts';
import { boardActions } from '#renderer/features/board/board-slice.ts';
import type { BoardView } from './use-board.ts';

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

/** Whether nothing has the focus: what had it was taken out of the page. */
function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body;
}

/** How long after the last dialog was closed its focus may still be given back, in ms. */
const afterDialogMs = 200;

/**
 * Keeps the focus on the active card: when another card becomes it while the board has the focus, when
 * the card moves to another list, where it is another element of the page, and after menus and dialogs
 * that were opened from it. Whoever takes the focus to another part of the page keeps it.
 */
export function useFocusKeeper(
  root: RefObject<HTMLElement | null>,
  activeId: string | null,
  isDialogOpen: boolean,
): void {
  const isOurs = useRef(false);
  useEffect(() => {
    const noteFocus = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element)) return;
      // What floats above the page is not part of it: the focus comes back from there.
      const isFloating = root.current?.closest('#root')?.contains(target) === false;
      if (!isFloating) isOurs.current = target.closest('[data-task-id]') !== null;
    };
    const noteLoss = (): void => {
      requestAnimationFrame(() => {
        if (isOurs.current && isFocusLost()) focusCard(root.current, activeIdNow());
      });
    };
    const activeIdNow = (): string | null =>
      root.current?.querySelector<HTMLElement>('[data-task-id][tabindex="0"]')?.dataset['taskId'] ??
      null;
    document.addEventListener('focusin', noteFocus);
    document.addEventListener('focusout', noteLoss);
    return () => {
      document.removeEventListener('focusin', noteFocus);
      document.removeEventListener('focusout', noteLoss);
    };
  }, [root]);
  // After every render: that a card has moved shows only in the page.
  useLayoutEffect(() => {
    if (!isOurs.current || activeId === null) return;
    const { activeElement } = document;
    const isOnCard = activeElement instanceof HTMLElement && 'taskId' in activeElement.dataset;
    if (isOnCard && activeElement.dataset['taskId'] === activeId) return;
    if (isOnCard || isFocusLost()) focusCard(root.current, activeId);
  });
  useEffect(() => {
    if (isDialogOpen) return undefined;
    const timer = setTimeout(() => {
      if (isOurs.current && isFocusLost()) focusCard(root.current, activeId);
    }, afterDialogMs);
    return () => clearTimeout(timer);
  }, [root, activeId, isDialogOpen]);
}

/** The card's element as it is when it is asked for. */
function cardRef(
  root: RefObject<HTMLElement | null>,
  id: string | null,
): RefObject<HTMLElement | null> {
  return {
    get current() {
      return id === null ? null : cardElement(root.current, id);
    },
  };
}

/** Takes the focus to the active card when it is requested there, such as after its task was added. */
export function useCardFocus(root: RefObject<HTMLElement | null>, activeId: string | null): void {
  const card = useMemo(() => cardRef(root, activeId), [root, activeId]);
  useRequestedFocus(activeId === null ? null : cardOf(activeId), card);
}

/**
 * Brings the card of the task in the panel into what the panel leaves of the board, whoever opened it, and
 * lets the keys go on from there.
 */
export function useOpenCardInSight(
  root: RefObject<HTMLElement | null>,
  { board, context: { openId } }: Pick<BoardView, 'board' | 'context'>,
): void {
  const dispatch = useDispatch();
  const isThere = openId !== null && board.cards.has(openId);
  useEffect(() => {
    if (!isThere) return undefined;
    dispatch(boardActions.cardActivated(openId));
    // Its column may have to be opened first, and its list to be measured.
    const frame = requestAnimationFrame(() => {
      cardElement(root.current, openId)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [root, openId, isThere, dispatch]);
}
