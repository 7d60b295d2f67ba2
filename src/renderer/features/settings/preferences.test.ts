import { createORPCClient } from '@orpc/client';
import { expect, it } from 'vitest';
import type { HostClient } from '#shared/contract/contract.ts';
import { preferencesSchema } from '#shared/contract/workspaces.ts';
import type { Preferences } from '#shared/contract/workspaces.ts';
import { err, ok } from '#shared/lib/result.ts';
import { hostLost } from '#renderer/bridge/host-connection.ts';
import type { HostConnection } from '#renderer/bridge/host-connection.ts';
import { changePreferences } from './preferences.ts';

/** A host that takes a moment for each answer. */
function hostWith(first: Preferences): {
  readonly host: Pick<HostConnection, 'call'>;
  readonly stored: () => Preferences;
} {
  let stored = first;
  const client: HostClient = createORPCClient({
    call: async (path: readonly string[], input: unknown) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (path.join('.') === 'host.preferences') return stored;
      stored = preferencesSchema.parse(input);
      return ok(null);
    },
  });
  return { host: { call: async (work) => work(client) }, stored: () => stored };
}

it('changes that several places of a page make at once are all kept', async () => {
  const { host, stored } = hostWith({ nativeNotifications: ['run_failed'], editor: '' });
  const results = await Promise.all([
    changePreferences(host, () => ({ editor: 'code' })),
    changePreferences(host, (now) => ({
      nativeNotifications: [...now.nativeNotifications, 'push_failed'],
    })),
    changePreferences(host, (now) => ({
      nativeNotifications: now.nativeNotifications.filter((type) => type !== 'run_failed'),
    })),
  ]);
  expect(results.every(({ ok: isDone }) => isDone)).toBe(true);
  expect(stored()).toEqual({ nativeNotifications: ['push_failed'], editor: 'code' });
});

it('a change that fails says why, and keeps none of those after it from being made', async () => {
  const { host, stored } = hostWith({ nativeNotifications: [], editor: '' });
  const away: Pick<HostConnection, 'call'> = { call: async () => Promise.resolve(err(hostLost)) };
  const [lost, made] = await Promise.all([
    changePreferences(away, () => ({ editor: 'zed' })),
    changePreferences(host, () => ({ editor: 'code' })),
  ]);
  expect([lost, made.ok]).toEqual([err(hostLost), true]);
  expect(stored().editor).toBe('code');
});
