import { useCallback, useMemo } from 'react';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { useHostAwaySince, useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useDocuments, useLastSyncedAt } from '#renderer/db/use-documents.ts';
import { latestAttempts } from './latest-attempts.ts';
import { attemptLook, taskLooks, taskStateOf } from './task-state.ts';
import type { Look, TaskState } from './task-state.ts';
import { lastSignOf, workLifeOf } from './work-life.ts';
import type { WorkLife } from './work-life.ts';

/** Who drives the work of the open workspace; the same object while that and the waiting agents are the same. */
export function useWorkLife(): WorkLife {
  const status = useWorkspaceStatus();
  const awaySince = useHostAwaySince();
  const hasAnswered = status !== null;
  const lastSyncedAt = useLastSyncedAt(awaySince !== null && !hasAnswered);
  const life = workLifeOf(status, lastSignOf(awaySince, hasAnswered, lastSyncedAt));
  const { kind, lastSignMs } = life;
  const waiting = [...life.waiting].join('\n');
  return useMemo(
    () => ({ kind, lastSignMs, waiting: new Set(waiting === '' ? [] : waiting.split('\n')) }),
    [kind, lastSignMs, waiting],
  );
}

/** Says of each task which state it is shown in now; another function when that may have changed. */
export function useTaskStates(): (task: Task) => TaskState {
  const life = useWorkLife();
  const attempts = useDocuments('attempts');
  return useCallback(
    (task) => taskStateOf(task, latestAttempts(attempts).get(task.id) ?? null, life),
    [attempts, life],
  );
}

/** How a task is shown now; like an open one while it is not there. */
export function useTaskLook(task: Task | null): Look {
  const stateOf = useTaskStates();
  return taskLooks[task === null ? 'idle' : stateOf(task)];
}

/** How an attempt is shown now. */
export function useAttemptLook(attempt: Attempt): Look {
  return attemptLook(attempt, useWorkLife());
}
