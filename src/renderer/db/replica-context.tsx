import { createContext, useContext, useEffect, useState } from 'react';
import type { JSX, ReactNode } from 'react';
import { systemClock } from '#shared/lib/clock.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { showToast } from '#renderer/lib/toasts.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { followReplica } from './follow-replica.ts';
import type { Replica } from './replica.ts';

const ReplicaContext = createContext<Replica | null>(null);

/** Opens the replica of the open workspace for all below, and opens it again when it is lost. */
export function ReplicaProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const connection = useHost();
  const { id } = useWorkspace();
  const [opened, setOpened] = useState<{ id: string; replica: Replica } | null>(null);
  useEffect(
    () =>
      followReplica(
        {
          workspaceId: id,
          connection,
          clock: systemClock,
          notify: (text, options) => showToast(text, options),
        },
        (replica) => setOpened({ id, replica }),
      ),
    [connection, id],
  );
  // The documents of another workspace are not shown under this one's name.
  const replica = opened !== null && opened.id === id ? opened.replica : null;
  return <ReplicaContext value={replica}>{children}</ReplicaContext>;
}

/** The replica of the open workspace; null until the browser's storage is open. */
export function useReplica(): Replica | null {
  return useContext(ReplicaContext);
}
