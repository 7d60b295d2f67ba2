import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { toneSolid } from './state.ts';
import type { Tone } from './state.ts';

/** A part of a whole, such as the blocked tasks of a run. */
export interface Segment {
  /** What it counts: "done", "blocked". */
  readonly word: string;
  readonly count: number;
  readonly tone: Tone;
  /** It is under way, and so no part of how far the whole is. */
  readonly isUnderWay?: boolean;
}

export interface SegmentBarProps {
  /** What it is about: "Progress of the run". */
  readonly label: string;
  /** Parts in their order; those of none are left out, and what they leave of `total` stays empty. */
  readonly segments: readonly Segment[];
  readonly total: number;
  readonly className?: string;
}

/** How the parts of a whole stand, each with its colour, its number and its word. */
export function SegmentBar({ label, segments, total, className }: SegmentBarProps): ReactNode {
  const shown = segments.filter(({ count }) => count > 0);
  const ended = shown.reduce((sum, one) => sum + (one.isUnderWay === true ? 0 : one.count), 0);
  const rest = Math.max(0, total - shown.reduce((sum, { count }) => sum + count, 0));
  const words = shown.map(({ word, count }) => `${count} ${word}`).join(', ');
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={ended}
      aria-valuetext={`${words === '' ? 'nothing yet' : words}, of ${total}`}
      className={classNames(
        'flex h-1 min-w-8 gap-px overflow-hidden rounded-full bg-pressed',
        className,
      )}
    >
      {shown.map(({ word, count, tone }) => (
        <span
          key={word}
          title={`${count} ${word}`}
          // A share of the whole is no length of the design.
          style={{ flexGrow: count }}
          className={classNames('h-full min-w-1 basis-0 transition-all', toneSolid[tone])}
        />
      ))}
      <span style={{ flexGrow: rest }} className="h-full basis-0 transition-all" />
    </span>
  );
}
