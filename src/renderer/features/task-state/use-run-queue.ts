import { useMemo } from 'react';
import { unmetPrerequisites } from '#shared/core/readiness.ts';
import { offerStart, queuedTasks } from '#shared/core/run-queue.ts';
import type { StartOffer } from '#shared/core/run-queue.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useWorkLife } from './use-work-life.ts';

/** The run that has not ended, as interrupted once its process is gone; null when there is none. */
export function usePresentRun(): Run | null {
  const runs = useDocuments('runs');
  const { kind } = useWorkLife();
  return useMemo(() => {
    const run = [...runs.values()].find(({ status }) => status !== 'ended') ?? null;
    return run === null || kind !== 'gone' ? run : { ...run, status: 'interrupted' };
  }, [runs, kind]);
}

/** Open tasks that the present run has yet to start. */
export function useQueuedTasks(): ReadonlySet<string> {
  const run = usePresentRun();
  const tasks = useDocuments('tasks');
  return useMemo(() => queuedTasks(run, (id) => tasks.get(id)?.status), [run, tasks]);
}

/** What asking for the work of a task would come to now, if it is open. */
export function useStartOffer(task: Task): StartOffer {
  const run = usePresentRun();
  const tasks = useDocuments('tasks');
  const isClosed = (id: string): boolean => tasks.get(id)?.status === 'closed';
  const waitsFor = unmetPrerequisites(task, isClosed, run?.settings.tddEnabled ?? false);
  return offerStart({ id: task.id, waitsFor }, run);
}
