import { useCallback, useLayoutEffect, useState } from 'react';
import type { Task } from '#shared/model/task.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useReplicaState } from '#renderer/db/use-documents.ts';
import { drafts } from '#renderer/lib/drafts.ts';
import type { TaskTab } from '#renderer/lib/location.ts';
import { useAppLocation } from '#renderer/lib/location.ts';
import type { ExplainingTab } from './explaining-tab.ts';

/** The tab that a task's panel shows. */
export interface ShownTab {
  readonly tab: TaskTab;
  readonly choose: (tab: TaskTab) => void;
  /** Somebody is at work in the tab: it stays, whatever becomes of the task. */
  readonly stay: () => void;
}

/**
 * The tab that a task's panel shows, and the way to choose one. Where none was chosen, the panel opens on
 * `explaining`, and the terminal is shown when an agent begins. The address says so then: the tab stays for its
 * reader when the agent is done or the task is blocked, and after a reload. It stays as well from the moment
 * that somebody puts the focus into the specification, or has left a text there that is not saved.
 */
export function useTaskTab({ id, status }: Task, explaining: ExplainingTab | null): ShownTab {
  const [location, go] = useAppLocation();
  const { id: workspaceId } = useWorkspace();
  const { isLoaded } = useReplicaState();
  // Decided when it opens and the records are there: what becomes of the task later turns no page.
  const [opensOn, setOpensOn] = useState<TaskTab | null>(null);
  const isUnchosen = location.taskId === id && location.tab === null;
  if (isUnchosen && isLoaded && opensOn === null) setOpensOn(explaining ?? 'spec');
  if (!isUnchosen && opensOn !== null) setOpensOn(null);
  const byItself = status === 'in_progress' ? 'terminal' : (opensOn ?? 'spec');
  useLayoutEffect(() => {
    const stays = byItself !== 'spec' || drafts.has(`${workspaceId}/${id}/`);
    if (isUnchosen && stays) go({ tab: byItself }, { replace: true, isTabChosen: false });
  }, [go, workspaceId, id, isUnchosen, byItself]);
  const stay = useCallback(() => {
    if (isUnchosen) go({ tab: byItself }, { replace: true, isTabChosen: false });
  }, [go, isUnchosen, byItself]);
  return { tab: location.tab ?? byItself, choose: (next) => go({ tab: next }), stay };
}
