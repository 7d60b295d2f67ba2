import { assertNever } from '#shared/lib/assert-never.ts';
import type { Notification, NotificationType } from '#shared/model/notification.ts';
import type { Need } from './needs.ts';

/**
 * The entries of the inbox, by id, that say what still waits for a person: of several that said so of the same
 * thing the newest.
 */
export function entriesInNeed(
  notifications: Iterable<Notification>,
  needs: readonly Need[],
): ReadonlySet<string> {
  const found = new Set<string>();
  const causes = new Set<string>();
  for (const need of needs) {
    if (need.kind === 'entry') for (const id of need.ids) found.add(id);
    const cause = causeOf(need);
    if (cause !== null) causes.add(cause);
  }
  const newest = new Map<string, Notification>();
  for (const one of notifications) {
    const cause = `${one.type} ${one.subject.id}`;
    const known = newest.get(cause);
    if (!causes.has(cause) || (known !== undefined && known.createdAt > one.createdAt)) continue;
    newest.set(cause, one);
  }
  for (const { id } of newest.values()) found.add(id);
  return found;
}

/** What an entry says of a need: its type and what it is about; null where only the entry itself is known. */
function causeOf(need: Need): string | null {
  const about = (type: NotificationType, id: string): string => `${type} ${id}`;
  switch (need.kind) {
    case 'question':
      return about('attempt_waiting', need.attemptId);
    case 'silent':
      return about('attempt_silent', need.entry.subject.id);
    case 'blocked':
      return about('task_blocked', need.taskId);
    case 'landing':
      return about('review_wanted', need.taskId);
    case 'interrupted':
      return about('run_interrupted', need.runId);
    case 'change':
      return about('repository_changed', need.changeId);
    case 'trust':
    case 'entry':
      return null;
    default:
      return assertNever(need, 'need');
  }
}
