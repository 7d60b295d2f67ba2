import type { Preferences } from '#shared/contract/workspaces.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { showFailure } from '#renderer/lib/toasts.ts';

/** What the person has set for this machine, and a way to change part of it. */
export function usePreferences(): {
  readonly query: HostQuery<Preferences>;
  readonly change: (part: Partial<Preferences>) => void;
} {
  const host = useHost();
  const { query, reload } = useHostQuery('preferences', async (client) => ({
    ok: true as const,
    value: await client.host.preferences(),
  }));
  return {
    query,
    change: (part) => {
      if (query.kind !== 'answered') return;
      const preferences = { ...query.value, ...part };
      void host
        .call((client) => client.host.setPreferences(preferences))
        .then((result) => {
          if (!result.ok) showFailure(result.error);
          reload();
        });
    },
  };
}
