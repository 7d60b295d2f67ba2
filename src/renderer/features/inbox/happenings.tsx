import { Inbox } from 'lucide-react';
import { useMemo } from 'react';
import type { JSX } from 'react';
import { endsByHand } from '#shared/core/inbox/entry-kinds.ts';
import type { EntryGroup } from '#shared/core/inbox/entry-kinds.ts';
import { entriesInNeed } from '#shared/core/needs/entries-in-need.ts';
import type { Notification } from '#shared/model/notification.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { ForeignChangeDetails } from '#renderer/features/guard/index.ts';
import { useNeeds } from '#renderer/features/needs/index.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { EmptyState } from '#renderer/ui/surfaces/empty-state.tsx';
import { ScrollRegion } from '#renderer/ui/surfaces/scroll-region.tsx';
import { InboxEntry } from './inbox-entry.tsx';
import { inboxDays } from './inbox-groups.ts';
import { lookOf } from './notification-look.ts';
import { RunEntry } from './run-entry.tsx';
import { useMarkRead } from './use-mark-read.ts';
import { useOpenSubject } from './use-open-subject.ts';

const minuteMs = 60_000;

/** All that happened, by day; what happened in one run is one entry that unfolds. */
export function Happenings(): JSX.Element {
  const notifications = useDocuments('notifications');
  const attempts = useDocuments('attempts');
  const runs = useDocuments('runs');
  const needs = useNeeds();
  const now = useNow(minuteMs);
  const days = useMemo(
    () => inboxDays(notifications.values(), { attempts, runs }, now),
    [notifications, attempts, runs, now],
  );
  const needed = useMemo(
    () => entriesInNeed(notifications.values(), needs),
    [notifications, needs],
  );
  if (days.length === 0) {
    return (
      <EmptyState icon={Inbox} text="Runs say here what they did and what became of their tasks." />
    );
  }
  return (
    <ScrollRegion label="What happened">
      {days.map(({ title, groups }) => (
        <section key={title} aria-label={title} className="mx-auto max-w-2xl px-4 pb-4">
          <h2 className="sticky top-0 z-sticky bg-canvas py-2 text-12 font-medium text-muted">
            {title}
          </h2>
          <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
            {groups.map((group) => (
              <li key={group.key}>
                <Group group={group} needed={needed} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </ScrollRegion>
  );
}

interface GroupProps {
  readonly group: EntryGroup;
  /** Entries whose cause lasts and waits for the person. */
  readonly needed: ReadonlySet<string>;
}

function Group({ group: { runId, entries }, needed }: GroupProps): JSX.Element {
  const run = useDocuments('runs').get(runId ?? '') ?? null;
  const [only] = entries;
  if (only !== undefined && (run === null || entries.length === 1)) {
    return <Entry entry={only} needed={needed} />;
  }
  const list = (
    <ul className="divide-y divide-border">
      {entries.map((entry) => (
        <li key={entry.id}>
          <Entry entry={entry} needed={needed} />
        </li>
      ))}
    </ul>
  );
  if (run === null) return list;
  return (
    <RunEntry run={run} entries={entries}>
      {list}
    </RunEntry>
  );
}

function Entry({
  entry,
  needed,
}: {
  readonly entry: Notification;
  readonly needed: GroupProps['needed'];
}): JSX.Element {
  const runs = useDocuments('runs');
  const tasks = useDocuments('tasks');
  const [location, go] = useAppLocation();
  const markRead = useMarkRead();
  const openSubject = useOpenSubject();
  const { subject } = entry;
  const isChange = subject.kind === 'change';
  const isUnfolded = isChange && subject.id === location.subject;
  const open = (): void => {
    // Opened is not dealt with where the entry alone has what was typed.
    if (!entry.read && !endsByHand(entry.type)) markRead([entry.id], true);
    // What changed is shown below the entry, which must stay where it is meanwhile.
    if (isChange) go({ subject: isUnfolded ? null : subject.id });
    else openSubject(subject);
  };
  return (
    <InboxEntry
      entry={entry}
      look={lookOf(entry, { needed, runs, tasks })}
      onOpen={open}
      onMarkRead={() => markRead([entry.id])}
      {...(isChange && {
        details: isUnfolded ? <ForeignChangeDetails changeId={subject.id} /> : null,
      })}
    />
  );
}
