import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface ToolbarProps {
  /** What its controls act on. */
  readonly label: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A row of controls that belong together. */
export function Toolbar({ label, children, className }: ToolbarProps): ReactNode {
  return (
    <div
      role="group"
      aria-label={label}
      className={classNames('flex min-w-0 items-center gap-1', className)}
    >
      {children}
    </div>
  );
}

/** A thin line between groups of controls. */
export function ToolbarSeparator(): ReactNode {
  return <span aria-hidden className="mx-1 h-4 w-px shrink-0 bg-border-strong" />;
}

/** Pushes what follows to the end of the row. */
export function ToolbarSpacer(): ReactNode {
  return <span aria-hidden className="flex-1" />;
}
