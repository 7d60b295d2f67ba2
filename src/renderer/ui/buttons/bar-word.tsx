import type { ReactNode } from 'react';

/**
 * The word of a button in the top bar, beside its icon. Where the bar has no room for it, it goes to assistive
 * technology only; the button has it in its tooltip.
 */
export function BarWord({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className="sr-only @max-2xl/bar:not-sr-only @3xl/bar:not-sr-only">{children}</span>;
}
