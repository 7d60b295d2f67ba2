import { useState } from 'react';
import type { ConfigChange } from '#shared/contract/settings.ts';
import type { Setup } from '#shared/contract/setup.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { showFailure, showToast } from '#renderer/lib/toasts.ts';

export interface SetupCheck {
  readonly query: HostQuery<Setup>;
  /** Looks for everything again: what was installed meanwhile is found. */
  readonly look: () => void;
  /** Writes one setting; whether it was taken. */
  readonly change: (change: ConfigChange, words: string) => Promise<boolean>;
  /** Runs the checks on the base branch now. */
  readonly checkBase: () => Promise<void>;
  readonly isChecking: boolean;
}

/** What a run needs of the open workspace, looked at again whenever its settings or its trust change. */
export function useSetup(): SetupCheck {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const status = useWorkspaceStatus();
  const [checks, setChecks] = useState(0);
  const [isChecking, setChecking] = useState(false);
  const { query, reload } = useHostQuery(
    `setup ${workspaceId} ${status?.configRevision} ${status?.trust.state} ${checks}`,
    (client) => client.setup.look({ workspaceId }),
  );
  const shown = useLastAnswer(query);
  const settle = (result: Result<unknown, WireFailure>): boolean => {
    if (!result.ok) showFailure(result.error);
    setChecks((count) => count + 1);
    return result.ok;
  };
  return {
    query: shown,
    isChecking,
    look: reload,
    change: async (change, words) => {
      const changes = [change];
      const isTaken = settle(
        await host.call((client) => client.settings.change({ workspaceId, changes })),
      );
      if (isTaken) showToast(words, { key: 'settings' });
      return isTaken;
    },
    checkBase: async () => {
      setChecking(true);
      settle(await host.call((client) => client.setup.checkBase({ workspaceId })));
      setChecking(false);
    },
  };
}

/** The newest answer stays while the next one is on its way: nothing jumps when a setting is changed. */
function useLastAnswer(query: HostQuery<Setup>): HostQuery<Setup> {
  const [last, setLast] = useState(query);
  if (query.kind !== 'loading' && query !== last) setLast(query);
  return query.kind === 'loading' ? last : query;
}
