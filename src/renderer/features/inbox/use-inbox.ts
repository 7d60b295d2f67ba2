import { useMemo } from 'react';
import { neededEntries } from '#shared/core/inbox/needed-entries.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { inboxCounts } from './inbox-groups.ts';
import type { InboxCounts } from './inbox-groups.ts';

/** The ids of the notifications whose cause lasts and waits for the person. */
export function useNeededEntries(): ReadonlySet<string> {
  const notifications = useDocuments('notifications');
  const tasks = useDocuments('tasks');
  const epics = useDocuments('epics');
  const attempts = useDocuments('attempts');
  const landings = useDocuments('landings');
  const runs = useDocuments('runs');
  const status = useWorkspaceStatus();
  // The status changes with each line that an agent prints; this part of it seldom does.
  const run = useSame(status?.run ?? null);
  const waiting = useSame(status?.waiting ?? null);
  const foreignChanges = useSame(status?.foreignChanges ?? null);
  return useMemo(
    () =>
      neededEntries(notifications.values(), {
        tasks,
        epics,
        attempts,
        landings,
        runs,
        status:
          waiting === null || foreignChanges === null ? null : { run, waiting, foreignChanges },
      }),
    [notifications, tasks, epics, attempts, landings, runs, run, waiting, foreignChanges],
  );
}

/** How many entries of the inbox are unread, and how much needs the person. */
export function useInboxCounts(): InboxCounts {
  const notifications = useDocuments('notifications');
  const needed = useNeededEntries();
  return useMemo(() => inboxCounts(notifications.values(), needed), [notifications, needed]);
}

/** The same object as long as it says the same. */
function useSame<Value>(value: Value): Value {
  const key = JSON.stringify(value);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key is all that the value says
  return useMemo(() => value, [key]);
}
