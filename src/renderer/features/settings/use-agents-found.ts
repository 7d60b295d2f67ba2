import { useCallback, useEffect, useState } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { useHost, useHostState } from '#renderer/bridge/host-context.tsx';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** The agents that can be chosen, as they were found last, and a way to look again. */
export interface AgentsFound {
  readonly query: HostQuery<readonly AgentInfo[]>;
  readonly isLooking: boolean;
  readonly look: () => void;
}

/** Looks for the agents, again when `occasion` changes and when the host is back. */
export function useAgentsFound(occasion: string): AgentsFound {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const isOnline = useHostState() === 'online';
  const [looks, setLooks] = useState(0);
  const [answer, setAnswer] = useState<{ to: string; query: AgentsFound['query'] } | null>(null);
  const question = isOnline ? `${looks} ${occasion}` : null;
  useEffect(() => {
    if (question === null) return undefined;
    let isOutdated = false;
    void host
      .call((client) => client.settings.agents({ workspaceId }))
      .then((result) => {
        if (isOutdated) return;
        const query: AgentsFound['query'] = result.ok
          ? { kind: 'answered', value: result.value }
          : { kind: 'failed', failure: result.error };
        setAnswer({ to: question, query });
      });
    return () => {
      isOutdated = true;
    };
  }, [host, workspaceId, question]);
  return {
    query: answer?.query ?? { kind: 'loading' },
    isLooking: question !== null && answer?.to !== question,
    look: useCallback(() => setLooks((count) => count + 1), []),
  };
}
