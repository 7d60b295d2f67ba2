import { createContext, useContext, useMemo } from 'react';
import type { JSX, ReactNode } from 'react';
import { needsOf, tasksInNeed } from '#shared/core/needs/needs.ts';
import type { Need } from '#shared/core/needs/needs.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useSame } from '#renderer/lib/use-same.ts';

const NeedsContext = createContext<readonly Need[]>([]);

/** Works out once, for all below, what of the open workspace waits for the person. */
export function NeedsProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const notifications = useDocuments('notifications');
  const tasks = useDocuments('tasks');
  const epics = useDocuments('epics');
  const attempts = useDocuments('attempts');
  const landings = useDocuments('landings');
  const runs = useDocuments('runs');
  const status = useWorkspaceStatus();
  // The status changes with each line that an agent prints; this part of it seldom does.
  const known = useSame(
    status === null
      ? null
      : {
          run: status.run,
          questions: status.questions,
          foreignChanges: status.foreignChanges,
          trust: status.trust.state,
        },
  );
  const needs = useSame(
    useMemo(
      () =>
        needsOf({
          notifications,
          tasks,
          epics,
          attempts,
          landings,
          runs,
          status: known,
        }),
      [notifications, tasks, epics, attempts, landings, runs, known],
    ),
  );
  return <NeedsContext value={needs}>{children}</NeedsContext>;
}

/** All that waits for the person, the most urgent first; its length is the one number that is shown of it. */
export function useNeeds(): readonly Need[] {
  return useContext(NeedsContext);
}

/** The tasks that something of {@link useNeeds} is about. */
export function useTasksInNeed(): ReturnType<typeof tasksInNeed> {
  const needs = useNeeds();
  return useMemo(() => tasksInNeed(needs), [needs]);
}
