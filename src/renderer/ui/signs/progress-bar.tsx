import { Progress } from '@base-ui/react/progress';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { toneSolid } from './state.ts';
import type { Tone } from './state.ts';

export interface ProgressBarProps {
  /** What progresses: "Run 12". */
  readonly label: string;
  /** How far it is, of `max`. Null when that is not known. */
  readonly value: number | null;
  readonly max: number;
  /** The numbers as text; by default `3/8`. */
  readonly valueText?: string;
  readonly tone?: Tone;
  /** Leaves the label to assistive technology. The numbers are always shown. */
  readonly isLabelHidden?: boolean;
  readonly className?: string;
}

/** Progress with numbers, for whatever takes longer than half a second. */
export function ProgressBar({
  label,
  value,
  max,
  valueText,
  tone = 'accent',
  isLabelHidden = false,
  className,
}: ProgressBarProps): ReactNode {
  const text = valueText ?? (value === null ? '' : `${value}/${max}`);
  return (
    <Progress.Root
      value={value}
      max={Math.max(max, 1)}
      getAriaValueText={() => (text === '' ? 'Not known yet' : text)}
      className={classNames('flex min-w-0 items-center gap-2 text-12', className)}
    >
      <Progress.Label className={isLabelHidden ? 'sr-only' : 'shrink-0 text-muted'}>
        {label}
      </Progress.Label>
      <Progress.Track className="h-1 min-w-8 flex-1 overflow-hidden rounded-full bg-pressed">
        <Progress.Indicator
          className={classNames(
            'h-full rounded-full transition-all data-indeterminate:w-1/3 data-indeterminate:animate-breathe',
            toneSolid[tone],
          )}
        />
      </Progress.Track>
      <span aria-hidden className="shrink-0 text-muted tabular">
        {text}
      </span>
    </Progress.Root>
  );
}
