import { useEffect, useState } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/**
 * The agents that the host knows; none while it is away, and before they are wanted: the host starts each of
 * them to ask for its version.
 */
export function useAgents(isWanted = true): readonly AgentInfo[] {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [agents, setAgents] = useState<readonly AgentInfo[]>([]);
  useEffect(() => {
    if (!isWanted) return undefined;
    let isGone = false;
    const ask = async (): Promise<void> => {
      const answer = await host.call((client) => client.settings.agents({ workspaceId }));
      if (!isGone && answer.ok) setAgents(answer.value);
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, [host, workspaceId, isWanted]);
  return agents;
}
