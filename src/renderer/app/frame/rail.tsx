import type { JSX } from 'react';
import { keyLabel } from '#renderer/lib/commands.ts';
import { classNames } from '#renderer/lib/class-names.ts';
import { formatLocation, useAppLocation } from '#renderer/lib/location.ts';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import type { ViewRoute } from '#renderer/app/parts.ts';

/** The views, at the left. Links, so that a view can be opened in another tab. */
export function Rail({
  views,
  unread,
}: {
  readonly views: readonly ViewRoute[];
  readonly unread: number;
}): JSX.Element {
  const main = views.filter(({ isAtEnd }) => isAtEnd !== true);
  const end = views.filter(({ isAtEnd }) => isAtEnd === true);
  return (
    <nav
      aria-label="Views"
      className="flex w-12 shrink-0 flex-col items-center gap-1 border-r border-border bg-sunken py-2"
    >
      {main.map((route) => (
        <RailLink key={route.name} route={route} count={route.name === 'inbox' ? unread : 0} />
      ))}
      <div className="flex-1" />
      {end.map((route) => (
        <RailLink key={route.name} route={route} count={0} />
      ))}
    </nav>
  );
}

function RailLink({
  route: { name, title, icon: Icon, keys },
  count,
}: {
  readonly route: ViewRoute;
  readonly count: number;
}): JSX.Element {
  const [location] = useAppLocation();
  const isHere = location.view === name;
  const href = `#${formatLocation({ ...location, view: name, subject: null })}`;
  return (
    <Tooltip content={title} shortcut={keyLabel(keys)} side="right">
      <a
        href={href}
        aria-label={count === 0 ? title : `${title}, ${count} unread`}
        aria-current={isHere ? 'page' : undefined}
        className={classNames(
          'relative grid size-8 place-items-center rounded-md transition-colors',
          isHere ? 'bg-selected text-accent-text' : 'text-muted hover:bg-hover hover:text-text',
        )}
      >
        <Icon aria-hidden className="icon-md" />
        {count > 0 && (
          <span
            aria-hidden
            className="absolute -top-1 -right-1 min-w-4 rounded-full bg-accent px-1 text-center text-12 leading-4 text-on-accent tabular"
          >
            {count > 99 ? '99+' : count}
          </span>
        )}
      </a>
    </Tooltip>
  );
}
