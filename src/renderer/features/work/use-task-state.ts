import { useCallback } from 'react';
import type { AttemptView } from '#shared/core/records/attempt-view.ts';
import { closedByHandOf } from '#shared/model/task.ts';
import type { Task } from '#shared/model/task.ts';
import { useAttempts } from '#renderer/db/use-attempts.ts';
import { latestAttempts } from './latest-attempts.ts';
import { attemptLook, taskLook, taskStateOf } from './task-state.ts';
import type { Look, TaskLook } from './task-state.ts';
import { useQueuedTasks, useTaskLimits } from './use-run-queue.ts';
import { useWorkLife } from './use-work-life.ts';

/** Says of each task how it is shown now; another function when that may have changed. */
export function useTaskLooks(): (task: Task) => TaskLook {
  const life = useWorkLife();
  const attempts = useAttempts();
  const queued = useQueuedTasks();
  const limits = useTaskLimits();
  return useCallback(
    (task) => {
      const latest = latestAttempts(attempts).get(task.id) ?? null;
      const limit = limits.get(task.id) ?? null;
      const place = queued.has(task.id) ? (limit === null ? 'queued' : 'limited') : null;
      return taskLook(taskStateOf(task, latest, life, place), limit, closedByHandOf(task));
    },
    [attempts, life, queued, limits],
  );
}

/** How a task is shown now; like an open one while it is not there. */
export function useTaskLook(task: Task | null): TaskLook {
  const lookOf = useTaskLooks();
  return task === null ? taskLook('idle', null) : lookOf(task);
}

/** How an attempt is shown now. */
export function useAttemptLook(attempt: AttemptView): Look {
  return attemptLook(attempt, useWorkLife());
}
