import { Check } from 'lucide-react';
import type { JSX, ReactNode } from 'react';
import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import type { Notification } from '#shared/model/notification.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { RelativeTime } from '#renderer/ui/signs/relative-time.tsx';
import { StateDot } from '#renderer/ui/signs/state-dot.tsx';
import type { NotificationLook } from './notification-look.ts';

export interface InboxEntryProps {
  readonly entry: Notification;
  readonly look: NotificationLook;
  readonly onOpen: () => void;
  readonly onMarkRead: () => void;
  /** What can be done about it at once. */
  readonly actions?: ReactNode;
  /** What belongs to it and is shown below it; null while it is folded, left out where it cannot be. */
  readonly details?: ReactNode | null;
}

/** One notification; a click opens what it is about. */
export function InboxEntry({
  entry,
  look,
  onOpen,
  onMarkRead,
  actions,
  details,
}: InboxEntryProps): JSX.Element {
  const { state, word } = look;
  const row = (
    <div className="group flex items-center gap-2 pr-2 hover:bg-hover">
      <button
        type="button"
        onClick={onOpen}
        aria-expanded={details === undefined ? undefined : details !== null}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-lg px-3 py-2 text-left focus-inset"
      >
        <StateDot state={state} label={word} isWordHidden />
        <span
          className={classNames(
            'min-w-0 flex-1 text-13 break-words',
            entry.read ? 'text-muted' : 'font-medium text-text',
          )}
        >
          {!entry.read && <span className="sr-only">Unread: </span>}
          {entry.text}
          {entry.detail !== null && (
            <span className="block text-12 font-normal whitespace-pre-wrap text-muted">
              {entry.detail}
            </span>
          )}
        </span>
        <span className="shrink-0 text-12 text-muted">
          <RelativeTime iso={entry.createdAt} />
        </span>
      </button>
      {actions}
      <span className="w-6">
        {!entry.read && (
          <IconButton
            size="sm"
            icon={Check}
            label={endsByHand(entry.type) ? 'Dealt with: let it go' : 'Mark as read'}
            onClick={onMarkRead}
          />
        )}
      </span>
    </div>
  );
  if (details === undefined || details === null) return row;
  return (
    <>
      {row}
      <div className="pt-1 pr-10 pb-3 pl-8">{details}</div>
    </>
  );
}
