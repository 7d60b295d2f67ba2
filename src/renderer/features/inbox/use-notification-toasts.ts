import { useEffect, useRef } from 'react';
import type { Notification } from '#shared/model/notification.ts';
import type { Run } from '#shared/model/run.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { tell } from '#renderer/lib/toasts.ts';
import { isUnfinished } from './notification-look.ts';
import { toldAtOnce } from './told-at-once.ts';
import { useOpenSubject } from './use-open-subject.ts';

/** More at once are told by their number. */
const mostToasts = 3;

/**
 * Shows a toast for what needs the person and for the ends of runs, as it arrives; the rest waits in the
 * inbox. What was there when the page was opened is not told again.
 */
export function useNotificationToasts(isLoaded: boolean): void {
  const notifications = useDocuments('notifications');
  const runs = useDocuments('runs');
  const openSubject = useOpenSubject();
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    const tellable = [...notifications.values()].filter((one) => isRunKnown(one, runs));
    known.current = new Set(tellable.map(({ id }) => id));
    if (before === null) return;
    const fresh = tellable.filter(
      (one) => !before.has(one.id) && !one.read && toldAtOnce.has(one.type),
    );
    if (fresh.length > mostToasts) {
      tell(`${fresh.length} new notifications are in the inbox.`, { key: 'inbox' });
      return;
    }
    for (const one of fresh) {
      tell(one.text, {
        key: one.id,
        kind: one.type === 'run_completed' && !isUnfinished(one, runs) ? 'success' : 'neutral',
        action: { label: 'Open', run: () => openSubject(one.subject) },
      });
    }
  }, [notifications, runs, isLoaded, openSubject]);
}

/** Whether the run that an entry tells the end of has been heard to end: collections come one by one. */
function isRunKnown({ type, subject }: Notification, runs: ReadonlyMap<string, Run>): boolean {
  return type !== 'run_completed' || runs.get(subject.id)?.status === 'ended';
}
