import type { KeyboardEvent } from 'react';

/** Arrow keys walk the buttons of a list; from the first one, up leads back to `before`. */
export function walkList(event: KeyboardEvent<HTMLElement>, before: HTMLElement | null): void {
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const index = buttons.findIndex((button) => button === document.activeElement);
  if (index < 0) return;
  const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[
    event.key
  ];
  if (to === undefined) return;
  event.preventDefault();
  if (to < 0) before?.focus();
  else buttons[to]?.focus();
}
