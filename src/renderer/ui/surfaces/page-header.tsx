import type { ReactNode } from 'react';

export interface PageHeaderProps {
  readonly title: string;
  /** Quiet text after the title: a count, a state. */
  readonly meta?: ReactNode;
  /** Buttons, the primary one last. */
  readonly actions?: ReactNode;
  /** Filters and switches, between title and actions. */
  readonly children?: ReactNode;
}

/** The top line of a view. */
export function PageHeader({ title, meta, actions, children }: PageHeaderProps): ReactNode {
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-border px-4">
      <h1 className="shrink-0 text-14 font-semibold">{title}</h1>
      {meta !== undefined && <div className="min-w-0 truncate text-13 text-muted">{meta}</div>}
      <div className="flex min-w-0 flex-1 items-center gap-2">{children}</div>
      {actions !== undefined && <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  );
}
