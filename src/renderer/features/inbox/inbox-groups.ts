import type { Notification, NotificationType } from '#shared/model/notification.ts';

/** Notifications of one day, newest first. */
export interface InboxGroup {
  /** `Today`, `Yesterday`, or the date in the reader's language. */
  readonly title: string;
  readonly entries: readonly Notification[];
}

/** Which notifications the inbox shows. */
export type InboxFilter = 'unread' | 'needs_you' | 'all';

const needing: ReadonlySet<NotificationType> = new Set([
  'attempt_waiting',
  'attempt_silent',
  'review_wanted',
  'plan_ready',
  'task_blocked',
  'merge_conflict',
  'cap_reached',
  'push_failed',
  'edit_refused',
  'run_interrupted',
  'run_failed',
]);

/** Whether a person has to do something before work can go on. */
export function needsPerson(type: NotificationType): boolean {
  return needing.has(type);
}

/**
 * The inbox by day, newest first. `now` is in epoch milliseconds; days are those of the reader's clock.
 */
export function inboxGroups(
  notifications: Iterable<Notification>,
  filter: InboxFilter,
  now: number,
): readonly InboxGroup[] {
  const shown = [...notifications]
    .filter((one) => isShown(one, filter))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
  const byDay = Map.groupBy(shown, (one) => dayOf(Date.parse(one.createdAt)));
  return [...byDay].map(([day, entries]) => ({ title: dayTitle(day, now), entries }));
}

function isShown(one: Notification, filter: InboxFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'unread' ? !one.read : !one.read && needsPerson(one.type);
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
export function inboxCounts(notifications: Iterable<Notification>): {
  readonly unread: number;
  readonly needing: number;
} {
  const unread = [...notifications].filter((one) => !one.read);
  return {
    unread: unread.length,
    needing: unread.filter((one) => needsPerson(one.type)).length,
  };
}
