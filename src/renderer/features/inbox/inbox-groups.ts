import type { Notification } from '#shared/model/notification.ts';

/** Notifications of one day, newest first. */
export interface InboxGroup {
  /** `Today`, `Yesterday`, or the date in the reader's language. */
  readonly title: string;
  readonly entries: readonly Notification[];
}

/** Which notifications the inbox shows. */
export type InboxFilter = 'unread' | 'needs_you' | 'all';

/**
 * The inbox by day, newest first; `needed` has the ids of those that wait for the person. `now` is in
 * epoch milliseconds; days are those of the reader's clock.
 */
export function inboxGroups(
  notifications: Iterable<Notification>,
  filter: InboxFilter,
  needed: ReadonlySet<string>,
  now: number,
): readonly InboxGroup[] {
  const shown = [...notifications]
    .filter((one) => isShown(one, filter, needed))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
  const byDay = Map.groupBy(shown, (one) => dayOf(Date.parse(one.createdAt)));
  return [...byDay].map(([day, entries]) => ({ title: dayTitle(day, now), entries }));
}

function isShown(one: Notification, filter: InboxFilter, needed: ReadonlySet<string>): boolean {
  if (filter === 'all') return true;
  return !one.read && (filter === 'unread' || needed.has(one.id));
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

/** How many entries are unread, and how many of those need the person. */
export interface InboxCounts {
  readonly unread: number;
  readonly needing: number;
}

/** Counts the unread; `needed` has the ids of those that wait for the person. */
export function inboxCounts(
  notifications: Iterable<Notification>,
  needed: ReadonlySet<string>,
): InboxCounts {
  const unread = [...notifications].filter((one) => !one.read);
  return { unread: unread.length, needing: unread.filter(({ id }) => needed.has(id)).length };
}

/** `Inbox, 2 need you, 5 unread`: what a way to the inbox is called. */
export function inboxLabel(title: string, { unread, needing }: InboxCounts): string {
  const parts = [
    ...(needing === 0 ? [] : [`${needing} ${needing === 1 ? 'needs' : 'need'} you`]),
    ...(unread === 0 ? [] : [`${unread} unread`]),
  ];
  return [title, ...parts].join(', ');
}
