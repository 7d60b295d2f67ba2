import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { toneFill, toneText } from './state.ts';
import type { Tone } from './state.ts';

export interface BadgeProps {
  readonly tone?: Tone;
  /** Says what the number or word means, where the place does not. */
  readonly label?: string;
  /** A number, or one short word. */
  readonly children: ReactNode;
}

/** A count or a word beside something. */
export function Badge({ tone = 'neutral', label, children }: BadgeProps): ReactNode {
  return (
    <span
      className={classNames(
        'inline-flex align-middle h-4 min-w-4 shrink-0 items-center justify-center rounded-full px-1 text-12 leading-none font-medium tabular',
        toneFill[tone],
        toneText[tone],
      )}
      title={label}
    >
      {children}
      {label !== undefined && <span className="sr-only"> {label}</span>}
    </span>
  );
}
