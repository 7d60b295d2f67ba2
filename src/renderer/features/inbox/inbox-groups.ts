import { endsByHand, needOf } from '#shared/core/inbox/needed-entries.ts';
import type { Need } from '#shared/core/inbox/needed-entries.ts';
import type { Notification } from '#shared/model/notification.ts';

/** Notifications of one day, newest first. */
export interface InboxGroup {
  /** `Today`, `Yesterday`, or the date in the reader's language. */
  readonly title: string;
  readonly entries: readonly Notification[];
}

/** Which notifications the inbox shows. */
export type InboxFilter = 'unread' | 'needs_you' | 'all';

const needTitles: Readonly<Record<Need, string>> = {
  waiting: 'Agents that wait for you',
  blocked: 'Blocked',
  review: 'Work that waits for you',
  other: 'Also for you',
};

/**
 * The inbox by day, newest first; what needs the person by its urgency, as `needed` has it, which are the
 * ids of those that wait. `now` is in epoch milliseconds; days are those of the reader's clock.
 */
export function inboxGroups(
  notifications: Iterable<Notification>,
  filter: InboxFilter,
  needed: ReadonlySet<string>,
  now: number,
): readonly InboxGroup[] {
  if (filter === 'needs_you') return needGroups(notifications, needed);
  const shown = [...notifications]
    .filter((one) => filter === 'all' || !one.read)
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
  const byDay = Map.groupBy(shown, (one) => dayOf(Date.parse(one.createdAt)));
  return [...byDay].map(([day, entries]) => ({ title: dayTitle(day, now), entries }));
}

function needGroups(
  notifications: Iterable<Notification>,
  needed: ReadonlySet<string>,
): readonly InboxGroup[] {
  const byId = new Map([...notifications].map((one) => [one.id, one]));
  const entries = [...needed].flatMap((id) => byId.get(id) ?? []);
  const byNeed = Map.groupBy(entries, ({ type }) => needOf(type) ?? 'other');
  return [...byNeed].map(([need, own]) => ({ title: needTitles[need], entries: own }));
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

/** How many entries are unread, and how much needs the person, whether it was read or not. */
export interface InboxCounts {
  readonly unread: number;
  /** Those of the unread that can be marked as read together. */
  readonly markable: number;
  readonly needing: number;
}

/** Counts the inbox; `needed` has the ids of those that wait for the person. */
export function inboxCounts(
  notifications: Iterable<Notification>,
  needed: ReadonlySet<string>,
): InboxCounts {
  const unread = [...notifications].filter((one) => !one.read);
  const markable = unread.filter(({ type }) => !endsByHand(type)).length;
  return { unread: unread.length, markable, needing: needed.size };
}

/** `Inbox, 2 need you, 5 unread`: what a way to the inbox is called. */
export function inboxLabel(
  title: string,
  { unread, needing }: Pick<InboxCounts, 'unread' | 'needing'>,
): string {
  const parts = [
    ...(needing === 0 ? [] : [`${needing} ${needing === 1 ? 'needs' : 'need'} you`]),
    ...(unread === 0 ? [] : [`${unread} unread`]),
  ];
  return [title, ...parts].join(', ');
}
