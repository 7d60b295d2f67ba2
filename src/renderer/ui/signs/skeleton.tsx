import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';

export interface SkeletonProps {
  /** Lines of text it stands for; for other shapes give `className` with a height. */
  readonly lines?: number;
  readonly className?: string;
}

/** Keeps the place of what is being read. Seen only after 300 ms; moves nothing when it goes. */
export function Skeleton({ lines = 1, className }: SkeletonProps): ReactNode {
  return (
    <div aria-hidden className="flex animate-appear flex-col gap-2">
      {Array.from({ length: lines }, (_, line) => (
        <div
          key={line}
          className={classNames(
            'animate-breathe rounded-sm bg-pressed',
            className ?? 'h-3',
            lines > 1 && line === lines - 1 && 'w-2/3',
          )}
        />
      ))}
    </div>
  );
}
