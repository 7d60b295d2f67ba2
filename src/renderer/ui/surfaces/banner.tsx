import { X } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#renderer/lib/class-names.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { toneBorder, toneFill, toneText } from '#renderer/ui/signs/state.ts';
import type { Tone } from '#renderer/ui/signs/state.ts';

export interface BannerProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  /** One sentence. */
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: () => void;
}

/** Something that holds for the whole view: offline, read only, a run that waits. */
export function Banner({
  tone = 'neutral',
  icon: Icon,
  children,
  actions,
  onDismiss,
}: BannerProps): ReactNode {
  return (
    <div
      role="status"
      className={classNames(
        'flex min-h-9 shrink-0 items-center gap-2 border-b px-3 py-1 text-13',
        toneFill[tone],
        toneBorder[tone],
      )}
    >
      {Icon !== undefined && <Icon aria-hidden className={classNames('icon-md', toneText[tone])} />}
      <div className="min-w-0 flex-1 break-words text-text">{children}</div>
      {actions}
      {onDismiss !== undefined && (
        <IconButton icon={X} label="Dismiss" size="sm" onClick={onDismiss} />
      )}
    </div>
  );
}
