import { Bell, BellDot, Command as CommandIcon } from 'lucide-react';
import type { JSX, Ref } from 'react';
import type { Run } from '#shared/model/run.ts';
import { inboxLabel } from '#renderer/features/inbox/index.ts';
import type { InboxCounts } from '#renderer/features/inbox/index.ts';
import { keyLabel, useAllCommands } from '#renderer/lib/commands.ts';
import { goTo, useAppLocation } from '#renderer/lib/location.ts';
import { Slot } from '#renderer/lib/slots.tsx';
import { IconButton } from '#renderer/ui/buttons/icon-button.tsx';
import { RunProgress } from './run-progress.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

export interface TopBarProps {
  readonly title: string;
  readonly headingRef: Ref<HTMLHeadingElement>;
  /** The run whose progress is shown; one that has just ended shows its tally. */
  readonly run: Run | null;
  readonly inbox: InboxCounts;
  readonly hasInbox: boolean;
}

/** Where one is, the actions of the view, what runs, what is new. */
export function TopBar({ title, headingRef, run, inbox, hasInbox }: TopBarProps): JSX.Element {
  return (
    // What there is no room for becomes shorter, then goes into a second row; nothing lies on anything else.
    <header className="@container/bar shrink-0 border-b border-border bg-surface">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 px-2 py-1 @2xl/bar:flex-nowrap">
        <WorkspaceMenu />
        <span aria-hidden className="h-4 w-px shrink-0 bg-border-strong" />
        {/* Navigation puts the focus here, so that the keyboard goes on from the new view. */}
        <h1
          ref={headingRef}
          tabIndex={-1}
          data-focus-home
          className="rounded-sm px-1 text-13 font-semibold whitespace-nowrap outline-offset-2"
        >
          {title}
        </h1>
        <Slot
          name="filter"
          className="@container order-2 flex min-w-0 flex-1 items-center gap-2 @2xl/bar:order-none"
        />
        <Slot
          name="actions"
          className="order-2 flex shrink-0 items-center gap-1 @2xl/bar:order-none"
        />
        <span aria-hidden className="flex-1 @2xl/bar:hidden" />
        {run !== null && <RunProgress run={run} />}
        {hasInbox && <InboxBell inbox={inbox} />}
        <PaletteButton />
        <span aria-hidden className="order-1 basis-full @2xl/bar:hidden" />
      </div>
    </header>
  );
}

function InboxBell({ inbox }: { readonly inbox: InboxCounts }): JSX.Element {
  const [{ view }] = useAppLocation();
  return (
    <IconButton
      icon={inbox.unread === 0 && inbox.needing === 0 ? Bell : BellDot}
      label={inboxLabel('Inbox', inbox)}
      isPressed={view === 'inbox'}
      count={inbox.needing}
      onClick={() => goTo({ view: 'inbox', filter: null })}
    />
  );
}

/** The command whose button the top bar shows; the palette registers it. */
const paletteCommand = 'palette.open';

function PaletteButton(): JSX.Element | null {
  const command = useAllCommands().find(({ id }) => id === paletteCommand);
  if (command === undefined) return null;
  return (
    <IconButton
      icon={CommandIcon}
      label={command.title}
      shortcut={keyLabel(command.keys)}
      onClick={() => command.run()}
    />
  );
}
