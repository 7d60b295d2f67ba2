import type { ShellHost } from './shell-host.ts';

/** Resolves when the host drives no run, however long it takes. */
export async function whenIdle(host: Pick<ShellHost, 'status' | 'onStatus'>): Promise<void> {
  if (host.status().runs.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const subscription = host.onStatus(({ runs }) => {
    if (runs.length === 0) resolve();
  });
  try {
    await promise;
  } finally {
    subscription.dispose();
  }
}
