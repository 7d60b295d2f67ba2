import type { JSX, ReactNode } from 'react';
import { inboxLabel } from '#renderer/features/inbox/index.ts';
import type { InboxCounts } from '#renderer/features/inbox/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { changeLocation, formatLocation, useAppLocation } from '#renderer/lib/location.ts';
import { Tooltip } from '#renderer/ui/surfaces/tooltip.tsx';
import type { ViewRoute } from '#renderer/app/parts.ts';

/** The views, at the left. Links, so that a view can be opened in another tab. */
export function Rail({
  views,
  inbox,
}: {
  readonly views: readonly ViewRoute[];
  readonly inbox: InboxCounts;
}): JSX.Element {
  const main = views.filter(({ isAtEnd }) => isAtEnd !== true);
  const end = views.filter(({ isAtEnd }) => isAtEnd === true);
  return (
    <nav
      aria-label="Views"
      className="flex w-12 shrink-0 flex-col items-center gap-1 border-r border-border bg-sunken py-2"
    >
      {main.map((route) => (
        <RailLink key={route.name} route={route} inbox={route.name === 'inbox' ? inbox : null} />
      ))}
      <div className="flex-1" />
      {end.map((route) => (
        <RailLink key={route.name} route={route} inbox={null} />
      ))}
    </nav>
  );
}

function RailLink({
  route: { name, title, icon: Icon, keys },
  inbox,
}: {
  readonly route: ViewRoute;
  /** Null for a view that nothing waits in. */
  readonly inbox: InboxCounts | null;
}): JSX.Element {
  const [location] = useAppLocation();
  const isHere = location.view === name;
  const href = `#${formatLocation(changeLocation(location, { view: name, subject: null }))}`;
  return (
    <Tooltip content={title} shortcut={keyLabel(keys)} side="right">
      <a
        href={href}
        aria-label={inbox === null ? title : inboxLabel(title, inbox)}
        aria-current={isHere ? 'page' : undefined}
        className={classNames(
          'relative grid size-8 place-items-center rounded-md transition-colors',
          isHere ? 'bg-selected text-accent-text' : 'text-muted hover:bg-hover hover:text-text',
        )}
      >
        <Icon aria-hidden className="icon-md" />
        {inbox !== null && <InboxMark {...inbox} />}
      </a>
    </Tooltip>
  );
}

/** A number for what needs the person; a quiet dot where there is only something to read. */
function InboxMark({ needing, unread }: InboxCounts): ReactNode {
  if (needing === 0 && unread === 0) return null;
  if (needing === 0) {
    return <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-faint" />;
  }
  return (
    <span
      aria-hidden
      className="absolute right-0 bottom-0 min-w-4 rounded-full bg-accent px-1 text-center text-12 leading-4 text-on-accent tabular"
    >
      {needing > 99 ? '99+' : needing}
    </span>
  );
}
