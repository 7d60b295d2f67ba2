import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { SessionFeed } from './session-feed.ts';
import type { SessionSource, SessionState } from './session-feed.ts';

/**
 * Follows the session of an attempt while it is on the page; `count`: entries that are asked for at once. Without
 * `followsLines` it is only asked whether there are events.
 */
export function useSession(
  attemptId: string,
  count: number,
  followsLines = true,
): { readonly feed: SessionFeed; readonly state: SessionState } {
  const connection = useHost();
  const { id: workspaceId } = useWorkspace();
  const feed = useMemo(
    () => new SessionFeed(sourceOf(connection, { workspaceId, attemptId }), count, followsLines),
    [connection, workspaceId, attemptId, count, followsLines],
  );
  const subscribe = useCallback((listener: () => void) => feed.subscribe(listener), [feed]);
  const state = useSyncExternalStore(subscribe, () => feed.state);
  return { feed, state };
}

function sourceOf(
  connection: HostConnection,
  address: { readonly workspaceId: string; readonly attemptId: string },
): SessionSource {
  return {
    read: async (from, count, known) =>
      connection.call((client) => client.attempts.session({ ...address, from, count, known })),
    onReturn: (listener) =>
      connection.subscribe(() => {
        if (connection.state === 'online') listener();
      }),
  };
}
