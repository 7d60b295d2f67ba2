import { useState } from 'react';
import { sameValue } from '#shared/core/edits/three-way.ts';
import type { AgentRules } from '#shared/core/project-config/agent-choice.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';

/** What decides who works on a task; null before the host has said it. The same object while nothing of it changes. */
export function useAgentRules(): AgentRules | null {
  const agents = useWorkspaceStatus()?.agents ?? null;
  const [last, setLast] = useState(agents);
  if (sameValue(last, agents)) return last;
  setLast(agents);
  return agents;
}
