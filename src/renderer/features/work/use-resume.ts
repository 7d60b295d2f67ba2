import { useCallback } from 'react';
import { useSend } from '#renderer/bridge/use-send.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** Goes on with the run whose process is gone; a toast shows the result. */
export function useResume(): () => void {
  const send = useSend();
  const { id: workspaceId } = useWorkspace();
  return useCallback(
    () => send('The run goes on.', (client) => client.runs.resume({ workspaceId })),
    [send, workspaceId],
  );
}
