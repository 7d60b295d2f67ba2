import { useEffect, useState } from 'react';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { HostInfo, WorkspaceInfo } from '#shared/contract/workspaces.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { useHost, useHostClient, useHostState } from '#renderer/bridge/host-context.tsx';
import { knownHost } from '#renderer/bridge/known-host.ts';
import { useAppLocation } from '#renderer/lib/location.ts';

/** What there is to show for the place that the page is at. */
export type OpenedWorkspace =
  | { readonly kind: 'none' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly workspace: WorkspaceInfo }
  | { readonly kind: 'failed'; readonly failure: WireFailure };

type Answer =
  | { readonly id: string; readonly workspace: WorkspaceInfo }
  | { readonly id: string; readonly failure: WireFailure };

/**
 * The workspace that the place names. It is asked for again after each reconnect, since the host may be
 * another process by then; once open it stays open while the host is away. While the host is away, one that
 * was open in this browser is opened as it was then: its documents are here.
 */
export function useOpenWorkspace(info: HostInfo | null): OpenedWorkspace {
  const [{ workspaceId }] = useAppLocation();
  const connection = useHost();
  const client = useHostClient();
  const isAway = useHostState() === 'offline';
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    if (workspaceId === null || client === null) return undefined;
    let isOver = false;
    void connection
      .call((client) => client.workspaces.describe({ workspaceId }))
      .then((result) => {
        if (isOver) return;
        if (result.ok) {
          knownHost.opened(result.value, systemClock.now());
          setAnswer({ id: workspaceId, workspace: result.value });
        }
        // An open workspace stays open: what cannot be done with it is said where it is tried.
        else if (result.error.code !== 'host-away') {
          setAnswer((known) =>
            known?.id === workspaceId && 'workspace' in known
              ? known
              : { id: workspaceId, failure: result.error },
          );
        }
      });
    return () => {
      isOver = true;
    };
  }, [connection, client, workspaceId]);
  if (isAway && workspaceId !== null && answer?.id !== workspaceId) {
    const workspace = knownHost.workspace(workspaceId);
    if (workspace !== null) setAnswer({ id: workspaceId, workspace });
  }
  // The first answer of the host may name the workspace to begin with.
  if (workspaceId === null) return { kind: info === null ? 'opening' : 'none' };
  if (answer === null || answer.id !== workspaceId) return { kind: 'opening' };
  return 'workspace' in answer
    ? { kind: 'open', workspace: answer.workspace }
    : { kind: 'failed', failure: answer.failure };
}
