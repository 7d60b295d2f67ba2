import { useEffect, useRef } from 'react';
import type { Notification } from '#shared/model/notification.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { tell } from '#renderer/lib/toasts.ts';
import { needsPerson } from './inbox-groups.ts';
import { useOpenSubject } from './use-open-subject.ts';

/** More at once are told by their number. */
const mostToasts = 3;

/**
 * Shows a toast for what needs the person and for the ends of runs, as it arrives; the rest waits in the
 * inbox. What was there when the page was opened is not told again.
 */
export function useNotificationToasts(isLoaded: boolean): void {
  const notifications = useDocuments('notifications');
  const openSubject = useOpenSubject();
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    known.current = new Set(notifications.keys());
    if (before === null) return;
    const fresh = [...notifications.values()].filter(
      (one) => !before.has(one.id) && !one.read && isTold(one),
    );
    if (fresh.length > mostToasts) {
      tell(`${fresh.length} new notifications are in the inbox.`, { key: 'inbox' });
      return;
    }
    for (const one of fresh) {
      tell(one.text, {
        key: one.id,
        kind: one.type === 'run_completed' ? 'success' : 'neutral',
        action: { label: 'Open', run: () => openSubject(one.subject) },
      });
    }
  }, [notifications, isLoaded, openSubject]);
}

function isTold({ type }: Notification): boolean {
  // The frame has a banner for it, with the button that resumes the run.
  if (type === 'run_interrupted') return false;
  return needsPerson(type) || type === 'run_completed' || type === 'run_cancelled';
}
