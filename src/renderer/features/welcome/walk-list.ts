import type { KeyboardEvent } from 'react';

/** Arrow keys walk the buttons of the list around one of them; up from the first one leaves it. */
export function walkList(event: KeyboardEvent<HTMLElement>, onLeave: () => void): void {
  const list = event.currentTarget.closest('ul');
  const buttons = [...(list?.querySelectorAll('button') ?? [])];
  const index = buttons.findIndex((button) => button === event.currentTarget);
  const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: buttons.length - 1 }[
    event.key
  ];
  if (to === undefined) return;
  event.preventDefault();
  if (to < 0) onLeave();
  else buttons[to]?.focus();
}
