import { useEffect, useRef } from 'react';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import { isUnfinished } from './notification-look.ts';
import { shownAtOnce } from './shown-at-once.ts';
import { useOpenSubject } from './use-open-subject.ts';

/** More at once are counted. */
const mostToasts = 3;

/**
 * Shows a toast for what needs the person and for the ends of runs, as it arrives; the rest waits in the
 * inbox. What was there when the page was opened is not shown again.
 */
export function useNotificationToasts(isLoaded: boolean): void {
  const notifications = useDocuments('notifications');
  const runs = useDocuments('runs');
  const openSubject = useOpenSubject();
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    const complete = [...notifications.values()].filter((one) => isRunKnown(one, runs));
    known.current = new Set(complete.map(({ id }) => id));
    if (before === null) return;
    const fresh = complete.filter(
      (one) => !before.has(one.id) && !one.read && shownAtOnce.has(one.type),
    );
    if (fresh.length > mostToasts) {
      showToast(`${fresh.length} new notifications are in the inbox.`, { key: 'inbox' });
      return;
    }
    for (const one of fresh) {
      showToast(one.text, {
        key: one.id,
        kind: one.type === 'run_completed' && !isUnfinished(one, runs) ? 'success' : 'neutral',
        action: { label: 'Open', run: () => openSubject(one.subject) },
      });
    }
  }, [notifications, runs, isLoaded, openSubject]);
}

/** Whether the run whose end an entry reports is known to have ended: collections come one by one. */
function isRunKnown({ type, subject }: Notification, runs: ReadonlyMap<string, Run>): boolean {
  return type !== 'run_completed' || runs.get(subject.id)?.status === 'ended';
}
