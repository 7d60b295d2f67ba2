import { useLayoutEffect, useState } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import type { TaskTab } from '#renderer/lib/location.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import type { ExplainingTab } from './explaining-tab.ts';

/**
 * The tab that a task's panel shows, and the way to choose one. Where none was chosen, the panel opens on
 * `explaining`, and the terminal is shown when an agent begins. The address says so then: the tab stays for its
 * reader when the agent is done or the task is blocked, and after a reload.
 */
export function useTaskTab(
  { id, status }: Task,
  explaining: ExplainingTab | null,
): readonly [TaskTab, (tab: TaskTab) => void] {
  const [location, go] = useAppLocation();
  const { isLoaded } = useReplicaState();
  // Decided when it opens and the records are there: what becomes of the task later turns no page.
  const [opensOn, setOpensOn] = useState<TaskTab | null>(null);
  const isUnchosen = location.taskId === id && location.tab === null;
  if (isUnchosen && isLoaded && opensOn === null) setOpensOn(explaining ?? 'spec');
  if (!isUnchosen && opensOn !== null) setOpensOn(null);
  const byItself = status === 'in_progress' ? 'terminal' : (opensOn ?? 'spec');
  useLayoutEffect(() => {
    if (isUnchosen && byItself !== 'spec')
      go({ tab: byItself }, { replace: true, isTabChosen: false });
  }, [go, isUnchosen, byItself]);
  return [location.tab ?? byItself, (next) => go({ tab: next })];
}
