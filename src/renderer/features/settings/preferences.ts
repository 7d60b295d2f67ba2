import type { Preferences } from '#shared/contract/workspaces.ts';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import { KeyedMutex } from '#shared/lib/keyed-mutex.ts';
import type { Result } from '#shared/lib/result.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useHostQuery } from '#renderer/bridge/use-host-query.ts';
import type { HostQuery } from '#renderer/bridge/use-host-query.ts';
import { showFailure } from '#renderer/lib/toasts.ts';

/** What is to be changed of the preferences that the host has now. */
export type PreferencesEdit = (now: Preferences) => Partial<Preferences>;

const changes = new KeyedMutex();

/**
 * Changes part of the preferences, one change after another, each of what the host has then: several places of a page
 * change other parts, and none of them knows what another has just changed.
 */
export async function changePreferences(
  host: Pick<HostConnection, 'call'>,
  edit: PreferencesEdit,
): Promise<Result<null, WireFailure>> {
  return changes.run('preferences', async () =>
    host.call(async (client) => {
      const now = await client.host.preferences();
      return client.host.setPreferences({ ...now, ...edit(now) });
    }),
  );
}

/** What the person has set for this machine, and a way to change part of it. */
export function usePreferences(): {
  readonly query: HostQuery<Preferences>;
  readonly change: (edit: PreferencesEdit) => void;
} {
  const host = useHost();
  const { query, reload } = useHostQuery('preferences', async (client) => ({
    ok: true as const,
    value: await client.host.preferences(),
  }));
  return {
    query,
    change: (edit) => {
      void changePreferences(host, edit).then((result) => {
        if (!result.ok) showFailure(result.error);
        reload();
      });
    },
  };
}
