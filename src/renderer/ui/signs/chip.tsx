import { X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { toneBorder, toneFill, toneText } from './state.ts';
import type { Tone } from './state.ts';

export interface ChipProps {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  /** Says more on hover. */
  readonly title?: string;
  /** Shows a cross that takes the chip away. */
  readonly onRemove?: () => void;
  /** Name of the cross: "Remove label urgent". */
  readonly removeLabel?: string;
}

/** A property of something in a few letters: a label, a filter, an agent, a phase. */
export function Chip({
  children,
  tone = 'neutral',
  icon: Icon,
  title,
  onRemove,
  removeLabel = 'Remove',
}: ChipProps): ReactNode {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex align-top h-5 max-w-full min-w-0 items-center gap-1 rounded-sm border px-1 text-12 leading-none',
        tone === 'neutral' ? 'bg-transparent' : toneFill[tone],
        toneBorder[tone],
        toneText[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className="icon-sm" />}
      <span className="truncate leading-4">{children}</span>
      {onRemove !== undefined && (
        <button
          type="button"
          aria-label={removeLabel}
          onClick={onRemove}
          className="-mr-1 grid size-5 shrink-0 place-items-center rounded-sm opacity-70 hover:opacity-100 focus-inset"
        >
          <X aria-hidden className="icon-sm" />
        </button>
      )}
    </span>
  );
}
