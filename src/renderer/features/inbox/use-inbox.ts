import { useMemo } from 'react';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useNeeds } from '#renderer/features/needs/index.ts';
import { inboxCounts } from './inbox-groups.ts';
import type { InboxCounts } from './inbox-groups.ts';

/** How much of the inbox is unread, and how much needs the person. */
export function useInboxCounts(): InboxCounts {
  const notifications = useDocuments('notifications');
  const attempts = useDocuments('attempts');
  const runs = useDocuments('runs');
  const { length: needing } = useNeeds();
  return useMemo(
    () => inboxCounts(notifications.values(), { attempts, runs }, needing),
    [notifications, attempts, runs, needing],
  );
}
