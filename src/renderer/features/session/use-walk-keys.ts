import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { SessionListState } from './use-session-list.ts';

interface Walk {
  readonly list: SessionListState;
  /** Place of the oldest entry. */
  readonly first: number;
  /** Folds and unfolds an entry. */
  readonly toggle: (place: number) => void;
}

/**
 * Lets the keys walk through the entries in `scroller`: the arrow keys to the next one, Home and End to the first and
 * the newest, Enter folds and unfolds.
 */
export function useWalkKeys(scroller: RefObject<HTMLElement | null>, walk: Walk): void {
  const latest = useRef(walk);
  useEffect(() => {
    latest.current = walk;
  });
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const listener = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (takesKey(element, event, latest.current)) event.preventDefault();
    };
    element.addEventListener('keydown', listener);
    return () => element.removeEventListener('keydown', listener);
  }, [scroller]);
}

function takesKey(
  element: HTMLElement,
  { key, target }: KeyboardEvent,
  { list, first, toggle }: Walk,
): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const article = target.closest('article');
  switch (key) {
    case 'Enter':
      if (article === null || target !== article) return false;
      toggle(Number(article.dataset['place']));
      return true;
    case 'End':
      list.follow();
      return true;
    case 'Home':
      list.reveal(first);
      return true;
    case 'ArrowDown':
      return step(element, target, 1);
    case 'ArrowUp':
      return step(element, target, -1);
    default:
      return false;
  }
}

/** From outside of all entries the last one is the next. */
function step(element: HTMLElement, target: HTMLElement, by: 1 | -1): boolean {
  // Output that is unfolded scrolls by itself.
  if (target.closest('pre') !== null) return false;
  const articles = [...element.querySelectorAll('article')].sort(
    (a, b) => Number(a.dataset['index']) - Number(b.dataset['index']),
  );
  const article = target.closest('article');
  const at = article === null ? articles.length - (by > 0 ? 1 : 0) : articles.indexOf(article);
  const next = articles[at + by];
  if (next === undefined) return false;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
  return true;
}
