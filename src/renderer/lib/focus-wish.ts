import { useEffect } from 'react';
import type { RefObject } from 'react';
import { systemClock } from '#shared/lib/clock.ts';

/** How long a wish waits for a part of the page that is still being fetched, in ms. */
const patienceMs = 3_000;

let wish: { readonly name: string; readonly madeAt: number } | null = null;
const listeners = new Set<() => void>();

/** Asks for the focus to go to the place with this name: at once, or as soon as it is in the page. */
export function wishFocus(name: string): void {
  wish = { name, madeAt: systemClock.now() };
  for (const listener of listeners) listener();
}

/** By then a menu or a palette that has closed has given the focus back, in ms. */
const givenBackMs = 100;

function focusFirmly(element: HTMLElement): void {
  element.focus();
  setTimeout(() => {
    if (element.isConnected && document.activeElement !== element) element.focus();
  }, givenBackMs);
}

/** Takes the focus to the element whenever somebody wishes for its name; null is no place. */
export function useFocusWish(name: string | null, element: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const grant = (): void => {
      if (wish === null || wish.name !== name || element.current === null) return;
      const isFresh = systemClock.now() - wish.madeAt < patienceMs;
      wish = null;
      if (isFresh) focusFirmly(element.current);
    };
    grant();
    listeners.add(grant);
    return () => {
      listeners.delete(grant);
    };
  }, [name, element]);
}

/** Name of the place where the task's text is written. */
export function specOf(taskId: string): string {
  return `spec ${taskId}`;
}

/** Name of the title of the task's panel. */
export function titleOf(taskId: string): string {
  return `title ${taskId}`;
}
