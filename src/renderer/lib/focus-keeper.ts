import { useEffect } from 'react';
import { canFocus, goOnFrom, placeOf } from './focus-places.ts';
import type { FocusPlace } from './focus-places.ts';

/** Places that the focus was at, the newest last; what only passes by is not among them. */
let trail: readonly FocusPlace[] = [];
/** How many are remembered: more than there are dialogs over each other. */
const longestTrail = 6;
/** What the focus was taken from by a click on nothing: it is not brought back. */
let left: HTMLElement | null = null;
/** What had the focus last, also what only passes by. */
let latest: HTMLElement | null = null;

function note({ target }: FocusEvent): void {
  if (!(target instanceof HTMLElement)) return;
  latest = target;
  left = null;
  const place = placeOf(target);
  if (place === null) return;
  trail = [...trail.filter(({ element }) => element !== target), place].slice(-longestTrail);
}

function isLost(): boolean {
  const { activeElement } = document;
  return (
    activeElement === null || activeElement === document.body || activeElement.matches(':disabled')
  );
}

/** Brings the focus back if what had it is gone, or can have it no more. */
function restore(): void {
  if (!isLost() || latest === null || latest === left) return;
  if (canFocus(latest)) {
    left = latest;
    return;
  }
  const openDialog = document.querySelector('[role="dialog"], [role="alertdialog"]');
  const last = trail.at(-1);
  // While a dialog is open, the focus is its matter; when it closes, this is asked again.
  if (openDialog !== null && last?.dialog === null) return;
  for (const place of trail.toReversed()) {
    const next = goOnFrom(place);
    if (next === null) continue;
    next.focus();
    return;
  }
}

/**
 * Watches what has the focus and what is around it: it goes with one of these. All that changes in the page
 * would be too much to watch: terminals change many times a second.
 */
function watchAround(changes: MutationObserver, target: EventTarget | null): void {
  changes.disconnect();
  const attributeFilter = ['disabled', 'inert'];
  for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement) {
    changes.observe(at, { childList: true, attributes: true, attributeFilter });
  }
}

/**
 * Keeps the focus in the page: when what has it is taken away or switched off, it goes to what is nearest, else
 * to the heading of that part (marked with `data-focus-home`). Whoever moves it within two frames comes first.
 */
export function useFocusKeeping(): void {
  useEffect(() => {
    let waiting = 0;
    const soon = (): void => {
      if (!isLost()) return;
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(() => {
        waiting = requestAnimationFrame(restore);
      });
    };
    const changes = new MutationObserver(soon);
    const noted = (event: FocusEvent): void => {
      note(event);
      watchAround(changes, event.target);
    };
    const later = (): void => void setTimeout(soon);
    document.addEventListener('focusin', noted);
    document.addEventListener('focusout', later);
    return () => {
      cancelAnimationFrame(waiting);
      changes.disconnect();
      document.removeEventListener('focusin', noted);
      document.removeEventListener('focusout', later);
    };
  }, []);
}

/** How a dialog or a menu was closed, in the words of Base UI. */
type ClosedWith = 'mouse' | 'touch' | 'pen' | 'keyboard' | '';

/**
 * Brings the focus back to where it was before a dialog or a menu, once that is out of the page, unless it has
 * gone on by then: to a place that was chosen there, or to where the person has put it. For `finalFocus`; what it
 * answers leaves the focus alone.
 */
export function giveFocusBack(popup: Element | null, closedWith: ClosedWith): false {
  // What takes the place of the popup is drawn with the same stroke, and may take the focus first.
  queueMicrotask(() => {
    if (popup?.isConnected === true || !isLost()) return;
    const options: FocusOptions & { focusVisible?: boolean } = { preventScroll: true };
    if (closedWith === 'keyboard') options.focusVisible = true;
    placeBefore(popup)?.focus(options);
  });
  return false;
}

function placeBefore(popup: Element | null): HTMLElement | null {
  for (const place of trail.toReversed()) {
    const isWithin = place.dialog === popup || place.path.some((one) => one === popup);
    if (popup !== null && isWithin) continue;
    const next = goOnFrom(place);
    if (next !== null) return next;
  }
  return null;
}
