import { useEffect, useState } from 'react';
import type { AgentInfo } from '#shared/contract/settings.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** The agents that the host knows; none while it is away. */
export function useAgents(): readonly AgentInfo[] {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const [agents, setAgents] = useState<readonly AgentInfo[]>([]);
  useEffect(() => {
    let isGone = false;
    const ask = async (): Promise<void> => {
      const answer = await host.call((client) => client.settings.agents({ workspaceId }));
      if (!isGone && answer.ok) setAgents(answer.value);
    };
    void ask();
    return () => {
      isGone = true;
    };
  }, [host, workspaceId]);
  return agents;
}
