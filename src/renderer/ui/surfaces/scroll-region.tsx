import type { ReactNode, Ref, UIEventHandler } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface ScrollRegionProps {
  readonly label: string;
  /** `log` reads out what is added at its end; a `feed` is a list of articles, of which only some are there. */
  readonly role?: 'region' | 'log' | 'feed';
  /** Whether more is on its way. */
  readonly isBusy?: boolean;
  readonly children: ReactNode;
  readonly scrollRef?: Ref<HTMLDivElement>;
  readonly onScroll?: UIEventHandler<HTMLDivElement>;
  readonly className?: string;
}

/** A part that scrolls by itself, also by the keys of somebody who has no wheel. */
export function ScrollRegion({
  label,
  role = 'region',
  isBusy = false,
  children,
  scrollRef,
  onScroll,
  className,
}: ScrollRegionProps): ReactNode {
  return (
    <div
      ref={scrollRef}
      role={role}
      aria-label={label}
      aria-busy={isBusy}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className={classNames('min-h-0 flex-1 overflow-y-auto focus-inset', className)}
    >
      {children}
    </div>
  );
}
