import { useCallback } from 'react';
import type { ChangeDecision } from '#shared/contract/guard.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure } from '#renderer/lib/toasts.ts';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';

/** Puts a change back, takes that back, or leaves it; the toast says what is kept and has the way back. */
export function useDecideChange(): (changeId: string, decision: ChangeDecision) => Promise<void> {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  return useCallback(
    async (changeId, decision) => decide(host, workspaceId, changeId, decision),
    [host, workspaceId],
  );
}

const texts: Readonly<Record<ChangeDecision, { readonly text: string; readonly kept: string }>> = {
  put_back: {
    text: 'Your repository is as it was before the change.',
    kept: 'What it was changed to is kept.',
  },
  leave: { text: 'The change stays as it is.', kept: 'What was there before is kept.' },
  undo: { text: 'The change is there again.', kept: 'What was there before is kept.' },
};

async function decide(
  host: HostConnection,
  workspaceId: string,
  changeId: string,
  decision: ChangeDecision,
): Promise<void> {
  const result = await host.call((client) =>
    client.guard.decide({ workspaceId, changeId, decision }),
  );
  if (!result.ok) {
    showFailure(result.error);
    return;
  }
  const opposite = decision === 'undo' ? 'put_back' : 'undo';
  showUndo({
    ...texts[decision],
    onUndo: () => void decide(host, workspaceId, changeId, opposite),
  });
}
