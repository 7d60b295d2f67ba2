import { endsByHand, entryGroups, unreadGroups } from '#shared/core/inbox/entry-kinds.ts';
import type { EntryGroup, EntryRecords } from '#shared/core/inbox/entry-kinds.ts';
import type { Notification } from '#shared/model/notification.ts';

/** What happened on one day, newest first; what happened in one run stands together. */
export interface InboxDay {
  /** `Today`, `Yesterday`, or the date in the reader's language. */
  readonly title: string;
  readonly groups: readonly EntryGroup[];
}

/** What the inbox shows: what waits for the person, or all that happened. */
export type InboxFilter = 'needs_you' | 'all';

/** All that happened, by the day of the newest entry. `now` is in epoch milliseconds; days are the reader's. */
export function inboxDays(
  notifications: Iterable<Notification>,
  records: EntryRecords,
  now: number,
): readonly InboxDay[] {
  const byDay = Map.groupBy(entryGroups(notifications, records), ({ entries }) =>
    dayOf(Date.parse(entries[0]?.createdAt ?? '')),
  );
  return [...byDay].map(([day, groups]) => ({ title: dayTitle(day, now), groups }));
}

/** Midnight of the reader's day, in epoch milliseconds. */
function dayOf(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function dayTitle(day: number, now: number): string {
  const today = dayOf(now);
  if (day === today) return 'Today';
  // From noon, so that a day of 23 or 25 hours does not matter.
  if (day === dayOf(today - 12 * 3_600_000)) return 'Yesterday';
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'full' }).format(day);
}

/** How much of what happened nobody has read, and how much needs the person, whether it was read or not. */
export interface InboxCounts {
  /** What happened in one run counts once. */
  readonly unread: number;
  /** Entries that can be marked as read together. */
  readonly markable: number;
  readonly needing: number;
}

/** Counts the inbox; `needing` is how much waits for the person. */
export function inboxCounts(
  notifications: Iterable<Notification>,
  records: EntryRecords,
  needing: number,
): InboxCounts {
  const unread = [...notifications].filter(({ read }) => !read);
  return {
    unread: unreadGroups(entryGroups(unread, records)),
    markable: unread.filter(({ type }) => !endsByHand(type)).length,
    needing,
  };
}

/** `2 need you`: what waits for the person, in words. */
export function needWords(needing: number): string {
  return `${needing} ${needing === 1 ? 'needs' : 'need'} you`;
}

/** `Inbox, 2 need you, 5 unread`: what a way to the inbox is called. */
export function inboxLabel(
  title: string,
  { unread, needing }: Pick<InboxCounts, 'unread' | 'needing'>,
): string {
  const parts = [
    ...(needing === 0 ? [] : [needWords(needing)]),
    ...(unread === 0 ? [] : [`${unread} unread`]),
  ];
  return [title, ...parts].join(', ');
}
