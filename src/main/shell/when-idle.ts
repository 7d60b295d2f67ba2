import type { ShellHost } from './shell-host.ts';

/** Resolves when the host drives no run, or after `atMost` milliseconds (null: however long it takes). */
export async function whenIdle(
  host: Pick<ShellHost, 'status' | 'onStatus'>,
  atMost: number | null,
): Promise<void> {
  if (host.status().runs.length === 0) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = atMost === null ? null : setTimeout(resolve, atMost);
  const subscription = host.onStatus(({ runs }) => {
    if (runs.length === 0) resolve();
  });
  try {
    await promise;
  } finally {
    if (timer !== null) clearTimeout(timer);
    subscription.dispose();
  }
}
