import type { ReactNode } from 'react';

/** A key or a sequence of keys as text (`⌘K`, `G B`), one cap for each part between spaces. */
export function Kbd({ keys }: { readonly keys: string }): ReactNode {
  return (
    <kbd className="inline-flex shrink-0 gap-0.5 font-sans text-12 text-faint">
      {keys.split(' ').map((key, index) => (
        <span
          // A sequence may hold one key twice, and never changes its order.
          key={`${key}${String(index)}`}
          className="inline-flex h-4 min-w-4 items-center justify-center rounded-xs border border-border-strong px-1 text-12 leading-none"
        >
          {key}
        </span>
      ))}
    </kbd>
  );
}
