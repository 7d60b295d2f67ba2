import { createContext, useContext, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import type { WorkspaceStatus } from '#shared/contract/workspaces.ts';
import { useHostStream } from './use-host-stream.ts';
import { useWorkspace } from './use-workspace.tsx';

const StatusContext = createContext<WorkspaceStatus | null>(null);

/** Follows the status of the open workspace once, for all below. */
export function WorkspaceStatusProvider({
  children,
}: {
  readonly children: ReactNode;
}): JSX.Element {
  const { id } = useWorkspace();
  const [status, setStatus] = useState<WorkspaceStatus | null>(null);
  useHostStream(
    id,
    (client, signal) => client.workspaces.watch({ workspaceId: id }, { signal }),
    setStatus,
  );
  return <StatusContext value={status}>{children}</StatusContext>;
}

/** What changes from moment to moment in the open workspace; the last known one while the host is away, null before the first. */
export function useWorkspaceStatus(): WorkspaceStatus | null {
  return useContext(StatusContext);
}
