import { assertNever } from '#shared/lib/assert-never.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';

/**
 * Whether an entry has something that is nowhere else, such as the text of an edit that was not taken: to
 * open it, or to mark all as read, does not end it. The person says so of each one.
 */
export function endsByHand(type: NotificationType): boolean {
  return onlyInEntry.has(type);
}

const onlyInEntry: ReadonlySet<NotificationType> = new Set([
  'edit_refused',
  'run_failed',
  'push_failed',
  'records_changed',
  'plan_ready',
]);

/** Whether an entry says only that something has begun: nobody has to read that. */
export function isBornRead(type: NotificationType): boolean {
  return type === 'run_started' || type === 'task_started';
}

/** What is known of the records that entries are about. */
export interface EntryRecords {
  readonly attempts: { get(id: string): { readonly runId: string } | undefined };
  readonly runs: {
    values(): Iterable<{
      readonly id: string;
      readonly taskIds: readonly string[];
      readonly startedAt: string;
      readonly endedAt: string | null;
    }>;
  };
}

/** Entries that are read together: what happened in one run, or one that belongs to none. */
export interface EntryGroup {
  /** Id of the run, or of the one entry. */
  readonly key: string;
  readonly runId: string | null;
  /** Newest first. */
  readonly entries: readonly Notification[];
}

/** The entries of an inbox, those of a run together; the group with the newest entry first. */
export function entryGroups(
  notifications: Iterable<Notification>,
  records: EntryRecords,
): readonly EntryGroup[] {
  const runOf = runFinder(records);
  const ordered = [...notifications].sort(
    (a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id),
  );
  const groups = new Map<string, { runId: string | null; entries: Notification[] }>();
  for (const entry of ordered) {
    const runId = endsByHand(entry.type) && entry.type !== 'run_failed' ? null : runOf(entry);
    const key = runId ?? entry.id;
    const group = groups.get(key) ?? { runId, entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => ({ key, ...group }));
}

/** How many groups have something that was not read. */
export function unreadGroups(groups: readonly EntryGroup[]): number {
  return groups.filter(({ entries }) => entries.some(({ read }) => !read)).length;
}

/** Says in which run an entry was made; null when in none. */
function runFinder({ attempts, runs }: EntryRecords): (entry: Notification) => string | null {
  const newestFirst = [...runs.values()]
    .map(({ id, taskIds, startedAt, endedAt }) => ({
      id,
      startedAt,
      endedAt,
      tasks: new Set(taskIds),
    }))
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  return ({ subject: { kind, id }, createdAt }) => {
    switch (kind) {
      case 'run':
        return id;
      case 'attempt':
        return attempts.get(id)?.runId ?? null;
      case 'task': {
        const within = newestFirst.find(
          ({ tasks, startedAt, endedAt }) =>
            createdAt >= startedAt && (endedAt === null || createdAt <= endedAt) && tasks.has(id),
        );
        return within?.id ?? null;
      }
      case 'epic':
      case 'change':
        return null;
      default:
        return assertNever(kind, 'subject of a notification');
    }
  };
}
