import { useCallback } from 'react';
import type { Attempt } from '#shared/model/attempt.ts';
import type { Task } from '#shared/model/task.ts';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { latestAttempts } from './latest-attempts.ts';
import { attemptLook, taskLooks, taskStateOf } from './task-state.ts';
import type { Look, TaskState } from './task-state.ts';
import { useQueuedTasks } from './use-run-queue.ts';
import { useWorkLife } from './use-work-life.ts';

/** Says of each task which state it is shown in now; another function when that may have changed. */
export function useTaskStates(): (task: Task) => TaskState {
  const life = useWorkLife();
  const attempts = useDocuments('attempts');
  const queued = useQueuedTasks();
  return useCallback(
    (task) => {
      const latest = latestAttempts(attempts).get(task.id) ?? null;
      return taskStateOf(task, latest, life, queued.has(task.id));
    },
    [attempts, life, queued],
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
