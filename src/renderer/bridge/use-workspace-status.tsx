import { createContext, useContext, useEffect, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { systemClock } from '#shared/lib/clock.ts';
import { useHostState } from './host-context.tsx';
import { useHostStream } from './use-host-stream.ts';
import { useWorkspace } from './use-workspace.tsx';

/** How long the host may be gone before it is worth a word, in ms: a restart takes less. */
const awayMs = 1_500;

const StatusContext = createContext<WorkspaceStatus | null>(null);
const AwayContext = createContext<number | null>(null);

/** Follows the status of the open workspace once, for all below. */
export function WorkspaceStatusProvider({
  children,
}: {
  readonly children: ReactNode;
}): JSX.Element {
  const { id } = useWorkspace();
  const [status, setStatus] = useState<WorkspaceStatus | null>(null);
  const [awaySince, setAwaySince] = useState<number | null>(null);
  const isOffline = useHostState() === 'offline';
  useEffect(() => {
    if (!isOffline) return undefined;
    const wentAt = systemClock.now();
    const timer = setTimeout(() => setAwaySince(wentAt), awayMs);
    return () => clearTimeout(timer);
  }, [isOffline]);
  useHostStream(
    id,
    (client, signal) => client.workspaces.watch({ workspaceId: id }, { signal }),
    (next) => {
      setStatus(next);
      setAwaySince(null);
    },
  );
  return (
    <StatusContext value={status}>
      <AwayContext value={awaySince}>{children}</AwayContext>
    </StatusContext>
  );
}

/** What changes from moment to moment in the open workspace; the last known one while the host is away, null before the first. */
export function useWorkspaceStatus(): WorkspaceStatus | null {
  return useContext(StatusContext);
}

/**
 * Since when the host is away (epoch ms), until its next status: a former one is not taken for its state.
 * Null while it answers, and for as long as a restart takes.
 */
export function useHostAwaySince(): number | null {
  return useContext(AwayContext);
}
