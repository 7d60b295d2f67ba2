import { useId } from 'react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface PanelProps {
  readonly title: ReactNode;
  /** Buttons at the right of the title. */
  readonly actions?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  /** The content brings its own space and scrolling. */
  readonly isFlush?: boolean;
  readonly className?: string;
}

/** A named part of a view: title, content that scrolls, footer. */
export function Panel({
  title,
  actions,
  footer,
  children,
  isFlush = false,
  className,
}: PanelProps): ReactNode {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={classNames('flex h-full min-h-0 min-w-0 flex-col bg-surface', className)}
    >
      <header className="flex h-9 shrink-0 items-center gap-2 border-b border-border pr-2 pl-3">
        <h2 id={titleId} className="min-w-0 flex-1 truncate text-13 font-semibold">
          {title}
        </h2>
        {actions}
      </header>
      <div className={classNames('min-h-0 flex-1', !isFlush && 'overflow-auto p-3')}>
        {children}
      </div>
      {footer !== undefined && (
        <footer className="flex min-h-9 shrink-0 items-center gap-2 border-t border-border px-3">
          {footer}
        </footer>
      )}
    </section>
  );
}
