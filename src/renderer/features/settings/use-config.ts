import { useCallback, useEffect, useRef, useState } from 'react';
import type { ConfigChange, WorkspaceConfig } from '#shared/contract/settings.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { useHost, useHostState } from '#renderer/bridge/host-context.tsx';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useWorkspaceStatus } from '#renderer/bridge/use-workspace-status.tsx';

/** Writes changes into the config file, all of them or none. */
export type ChangeConfig = (
  changes: readonly ConfigChange[],
) => Promise<Result<WorkspaceConfig, WireFailure>>;

/**
 * The config file of the open workspace as it is now, whoever changes it. Once it was read it stays while the
 * host is away.
 */
export function useConfig(): {
  readonly query: HostQuery<WorkspaceConfig>;
  readonly change: ChangeConfig;
} {
  const host = useHost();
  const { id: workspaceId } = useWorkspace();
  const state = useHostState();
  const revision = useWorkspaceStatus()?.configRevision;
  // Again whenever the file says something else, and when the host is back; while it is away, that is the answer.
  const occasion = state === 'online' ? (revision ?? 'at first') : state;
  const [query, setQuery] = useState<HostQuery<WorkspaceConfig>>({ kind: 'loading' });
  /** Questions and changes are numbered, so that no older answer takes the place of a newer one. */
  const numbers = useRef({ asked: 0, shown: 0 });

  const take = useCallback((number: number, next: HostQuery<WorkspaceConfig>) => {
    if (number < numbers.current.shown) return;
    numbers.current.shown = number;
    setQuery((former) => (next.kind === 'failed' && former.kind === 'answered' ? former : next));
  }, []);

  useEffect(() => {
    if (occasion === 'connecting') return;
    const number = ++numbers.current.asked;
    void host
      .call((client) => client.settings.read({ workspaceId }))
      .then((result) =>
        take(
          number,
          result.ok
            ? { kind: 'answered', value: result.value }
            : { kind: 'failed', failure: result.error },
        ),
      );
  }, [host, workspaceId, occasion, take]);

  const change = useCallback<ChangeConfig>(
    async (changes) => {
      const number = ++numbers.current.asked;
      const result = await host.call((client) => client.settings.change({ workspaceId, changes }));
      if (result.ok) take(number, { kind: 'answered', value: result.value });
      return result;
    },
    [host, workspaceId, take],
  );
  return { query, change };
}
