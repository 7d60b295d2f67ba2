import { useLayoutEffect } from 'react';
import type { Task } from '#shared/model/task.ts';
import type { TaskTab } from '#renderer/lib/location.ts';
import { useAppLocation } from '#renderer/lib/location.ts';

/**
 * The tab that a task's panel shows, and the way to choose one. Where none was chosen, the terminal is
 * shown when an agent begins. The address says so then: it stays for its reader when the agent is done, and
 * after a reload.
 */
export function useTaskTab({ id, status }: Task): readonly [TaskTab, (tab: TaskTab) => void] {
  const [location, go] = useAppLocation();
  const isRunning = status === 'in_progress';
  const isOpen = location.taskId === id && location.tab === null;
  useLayoutEffect(() => {
    if (isOpen && isRunning) go({ tab: 'terminal' }, { replace: true, isTabChosen: false });
  }, [go, isOpen, isRunning]);
  const tab = location.tab ?? (isRunning ? 'terminal' : 'spec');
  return [tab, (next) => go({ tab: next })];
}
