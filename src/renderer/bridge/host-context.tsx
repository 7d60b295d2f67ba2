import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import type { JSX, ReactNode } from 'react';
import type { HostClient } from '#shared/contract/contract.ts';
import type { HostConnection, HostDoubt, HostState } from './host-connection.ts';

const HostContext = createContext<HostConnection | null>(null);

/** Gives the page's one connection to all below. */
export function HostProvider({
  connection,
  children,
}: {
  readonly connection: HostConnection;
  readonly children: ReactNode;
}): JSX.Element {
  return <HostContext value={connection}>{children}</HostContext>;
}

/** The connection to the host; calls go through its `call`. */
export function useHost(): HostConnection {
  const connection = useContext(HostContext);
  if (connection === null) throw new Error('useHost is used outside of HostProvider.');
  return connection;
}

/** Whether the host is there now. */
export function useHostState(): HostState {
  const connection = useHost();
  const subscribe = useCallback(
    (listener: () => void) => connection.subscribe(listener),
    [connection],
  );
  return useSyncExternalStore(subscribe, () => connection.state);
}

/** What there is to be said of who answers, when it is not the host. */
export function useHostDoubt(): HostDoubt | null {
  const connection = useHost();
  const subscribe = useCallback(
    (listener: () => void) => connection.subscribe(listener),
    [connection],
  );
  return useSyncExternalStore(subscribe, () => connection.doubt);
}

/** The client of the present connection, null while the host is away; another one after each reconnect. */
export function useHostClient(): HostClient | null {
  const connection = useHost();
  const subscribe = useCallback(
    (listener: () => void) => connection.subscribe(listener),
    [connection],
  );
  return useSyncExternalStore(subscribe, () => connection.client());
}
