import { useEffect, useEffectEvent } from 'react';
import type { RefObject } from 'react';

/** What the board does with events on its cards; the cards themselves listen to nothing. */
export interface RootEvents {
  readonly keydown: (event: KeyboardEvent) => void;
  readonly click: (event: MouseEvent) => void;
  readonly contextmenu: (event: MouseEvent) => void;
  readonly focusin: (event: FocusEvent) => void;
}

/** Listens on the board's root element while it is mounted, before all that lies inside hears of it. */
export function useRootEvents(root: RefObject<HTMLElement | null>, events: RootEvents): void {
  const keydown = useEffectEvent(events.keydown);
  const click = useEffectEvent(events.click);
  const contextmenu = useEffectEvent(events.contextmenu);
  const focusin = useEffectEvent(events.focusin);
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    element.addEventListener('keydown', (event) => keydown(event), { signal });
    element.addEventListener('click', (event) => click(event), { signal });
    element.addEventListener('contextmenu', (event) => contextmenu(event), { signal });
    element.addEventListener('focusin', (event) => focusin(event), { signal });
    return () => controller.abort();
  }, [root]);
}

/** The task whose card an event happened on; null beside the cards. */
export function taskIdAt(target: EventTarget | null): string | null {
  if (!(target instanceof Element)) return null;
  return target.closest<HTMLElement>('[data-task-id]')?.dataset['taskId'] ?? null;
}
