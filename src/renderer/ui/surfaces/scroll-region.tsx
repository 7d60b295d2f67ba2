import type { ReactNode, Ref, UIEventHandler } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface ScrollRegionProps {
  readonly label: string;
  /** `log` reads out what is added at its end. */
  readonly role?: 'region' | 'log';
  readonly children: ReactNode;
  readonly scrollRef?: Ref<HTMLDivElement>;
  readonly onScroll?: UIEventHandler<HTMLDivElement>;
  readonly className?: string;
}

/** A part that scrolls by itself, also by the keys of somebody who has no wheel. */
export function ScrollRegion({
  label,
  role = 'region',
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
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
      tabIndex={0}
      onScroll={onScroll}
      className={classNames('min-h-0 flex-1 overflow-y-auto focus-inset', className)}
    >
      {children}
    </div>
  );
}
