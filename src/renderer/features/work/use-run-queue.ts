import { useMemo } from 'react';
import { unmetPrerequisites } from '#shared/core/runs/readiness.ts';
import { hasTask, startOptionFor, queuedTasks, taskLimits } from '#shared/core/runs/run-queue.ts';
import type { StartOption, TaskLimits } from '#shared/core/runs/run-queue.ts';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { neededToo, waitObstacle } from '#shared/core/runs/would-skip.ts';
import type { RunInclude } from '#shared/core/runs/would-skip.ts';
import type { Run } from '#shared/model/run.ts';
import type { Task } from '#shared/model/task.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { useNow } from '#renderer/lib/use-now.ts';
import { useWorkLife } from './use-work-life.ts';

/** How long after its time a limit may still be shown, in ms; the run does not wait for that. */
const limitBeatMs = 15_000;

const noAccounts: WorkspaceStatus['limits'] = [];

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

/** Tasks of the present run that wait for the provider of their agent. */
export function useTaskLimits(): TaskLimits {
  const run = usePresentRun();
  const accounts = useWorkspaceStatus()?.limits ?? noAccounts;
  const now = useNow(limitBeatMs);
  return useMemo(() => taskLimits(run, accounts, now), [run, accounts, now]);
}

/** What asking for the work of a task would come to now, if it is open. */
export function useStartOption(task: Task): StartOption {
  const run = usePresentRun();
  const tasks = useDocuments('tasks');
  const isClosed = (id: string): boolean => tasks.get(id)?.status === 'closed';
  const tddEnabled = run?.settings.tddEnabled ?? false;
  const waitsFor = unmetPrerequisites(task, isClosed, tddEnabled);
  const limit = useTaskLimits().get(task.id) ?? null;
  const option = startOptionFor({ id: task.id, waitsFor, limit }, run);
  if (option.kind !== 'start' && option.kind !== 'enqueue') return option;
  const thought = { tddEnabled, taskOf: (id: string) => tasks.get(id) ?? null };
  const isInRun = (id: string): boolean =>
    option.kind === 'enqueue' &&
    run !== null &&
    hasTask(run, id) &&
    tasks.get(id)?.status !== 'blocked';
  const reason = waitObstacle({ ...task, status: 'open' }, thought, isInRun);
  return reason === null ? option : { kind: 'refused', reason };
}

/** What has to run too, so that the task can; null where nothing is missing, or that does not help. */
export function useNeededToo(task: Task): RunInclude | null {
  const run = usePresentRun();
  const tasks = useDocuments('tasks');
  return useMemo(
    () =>
      run !== null || task.status !== 'open'
        ? null
        : neededToo({ tasks: [task], tddEnabled: false, taskOf: (id) => tasks.get(id) ?? null }),
    [run, task, tasks],
  );
}
