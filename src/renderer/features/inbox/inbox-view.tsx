import { CheckCheck, Inbox } from 'lucide-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import { endsByHand } from '#shared/core/inbox/needed-entries.ts';
import type { Notification } from '#shared/model/notification.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { ForeignChangeActions, ForeignChangeDetails } from '#renderer/features/guard/index.ts';
import { keyLabel } from '#renderer/lib/commands.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { FillSlot } from '#renderer/lib/slots.tsx';
import { useNow } from '#renderer/lib/use-now.ts';
import { BarWord } from '#renderer/ui/buttons/bar-word.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { inboxGroups } from './inbox-groups.ts';
import type { InboxFilter } from './inbox-groups.ts';
import { InboxEntry } from './inbox-entry.tsx';
import type { InboxEntryProps } from './inbox-entry.tsx';
import { lookOf } from './notification-look.ts';
import { useInboxCounts, useNeededEntries } from './use-inbox.ts';
import { markAllReadKeys, useMarkRead } from './use-mark-read.ts';
import { useOpenSubject } from './use-open-subject.ts';

const filters = [
  { value: 'unread', label: 'Unread' },
  { value: 'needs_you', label: 'Needs you' },
  { value: 'all', label: 'All' },
] as const;

const emptyTexts: Readonly<Record<InboxFilter, string>> = {
  unread: 'Nothing is unread. Runs tell here what they did and what they need from you.',
  needs_you: 'Nothing needs you now.',
  all: 'Runs tell here what they did and what they need from you.',
};
const minuteMs = 60_000;

/** The persistent inbox (SPEC section 4): what happened, and what waits for the person. */
export function InboxView(): JSX.Element {
  const notifications = useDocuments('notifications');
  const needed = useNeededEntries();
  const facts = { needed, runs: useDocuments('runs'), tasks: useDocuments('tasks') };
  const [location, go] = useAppLocation();
  const filter = filters.find(({ value }) => value === location.filter)?.value ?? 'unread';
  const now = useNow(minuteMs);
  const groups = useMemo(
    () => inboxGroups(notifications.values(), filter, needed, now),
    [notifications, filter, needed, now],
  );
  const { unread, markable, needing } = useInboxCounts();
  const markRead = useMarkRead();
  const openSubject = useOpenSubject();
  const open = (entry: Notification): void => {
    if (entry.subject.kind === 'change') {
      // It is shown below the entry, which must stay where it is meanwhile.
      go({ subject: entry.subject.id === location.subject ? null : entry.subject.id });
      return;
    }
    // Opened is not dealt with where the entry alone holds what was typed.
    if (!entry.read && !endsByHand(entry.type)) markRead([entry.id]);
    openSubject(entry.subject);
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FillSlot name="filter">
        <SegmentedControl
          label="Which notifications"
          options={filters}
          value={filter}
          onChange={(value) => go({ filter: value === 'unread' ? null : value })}
        />
        <span className="hidden min-w-0 truncate text-12 text-muted tabular @md:block">
          {needing} {needing === 1 ? 'needs' : 'need'} you, {unread} unread
        </span>
      </FillSlot>
      <FillSlot name="actions">
        <Button
          icon={CheckCheck}
          shortcut={keyLabel(markAllReadKeys)}
          disabled={markable === 0}
          title="Mark all as read"
          onClick={() => markRead(null)}
        >
          <BarWord>Mark all as read</BarWord>
        </Button>
      </FillSlot>
      {groups.length === 0 ? (
        <EmptyState
          icon={Inbox}
          text={emptyTexts[filter]}
          action={
            filter === 'unread' &&
            needing > 0 && (
              <Button onClick={() => go({ filter: 'needs_you' })}>
                Show {needing === 1 ? 'what still needs you' : `the ${needing} that still need you`}
              </Button>
            )
          }
        />
      ) : (
        <ScrollRegion label="Notifications">
          {groups.map((group) => (
            <section
              key={group.title}
              aria-label={group.title}
              className="mx-auto max-w-2xl px-4 pb-4"
            >
              <h2 className="sticky top-0 z-sticky bg-canvas py-2 text-12 font-medium text-muted">
                {group.title}
              </h2>
              <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
                {group.entries.map((entry) => (
                  <li key={entry.id}>
                    <InboxEntry
                      entry={entry}
                      look={lookOf(entry, facts)}
                      onOpen={() => open(entry)}
                      onMarkRead={() => markRead([entry.id])}
                      {...partsOfChange(entry, needed.has(entry.id), location.subject)}
                    />
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </ScrollRegion>
      )}
    </div>
  );
}

/** What an entry about a change of the repository has besides: a way back at once, and all that changed. */
function partsOfChange(
  { subject }: Notification,
  isNeeded: boolean,
  shown: string | null,
): Pick<InboxEntryProps, 'actions' | 'details'> {
  if (subject.kind !== 'change') return {};
  const isShown = subject.id === shown;
  return {
    actions: isNeeded && !isShown ? <ForeignChangeActions changeId={subject.id} /> : undefined,
    details: isShown ? <ForeignChangeDetails changeId={subject.id} /> : null,
  };
}
