import { useCallback, useSyncExternalStore } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';

/** Workspaces whose run is asked to go on: one press is enough, wherever the second one comes from. */
const underWay = new Set<string>();
const listeners = new Set<() => void>();

function setUnderWay(workspaceId: string, isOn: boolean): void {
  if (isOn) underWay.add(workspaceId);
  else underWay.delete(workspaceId);
  for (const listener of listeners) listener();
}

/** Goes on with the run whose process is gone; a toast shows the result. Pressed twice, it is done once. */
export function useResume(): { readonly resume: () => void; readonly isResuming: boolean } {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const isResuming = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => underWay.has(workspaceId),
  );
  const resume = useCallback(() => {
    if (underWay.has(workspaceId)) return;
    setUnderWay(workspaceId, true);
    void host
      .call((client) => client.runs.resume({ workspaceId }))
      .then((result) => {
        setUnderWay(workspaceId, false);
        if (result.ok) showToast('The run goes on.', { kind: 'success' });
        else showFailure(result.error);
      });
  }, [host, workspaceId]);
  return { resume, isResuming };
}
