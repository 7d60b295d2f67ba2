import { describe, expect, it } from 'vitest';
import type { ShellRun, ShellStatus } from './shell-host.ts';
import { whenIdle } from './when-idle.ts';

const run: ShellRun = { workspaceId: 'w', workspaceName: 'shop', runId: 'run-1', isPaused: false };

function hostWith(runs: readonly ShellRun[]) {
  const listeners = new Set<(status: ShellStatus) => void>();
  let status: ShellStatus = { counts: { running: 0, waiting: 0, blocked: 0 }, needing: 0, runs };
  return {
    listeners,
    status: () => status,
    onStatus: (listener: (status: ShellStatus) => void) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    become(next: readonly ShellRun[]) {
      status = { ...status, runs: next };
      for (const listener of listeners) listener(status);
    },
  };
}

describe('whenIdle', () => {
  it('resolves at once when no run is active', async () => {
    await expect(whenIdle(hostWith([]))).resolves.toBeUndefined();
  });

  it('waits for the last run and then listens no more', async () => {
    const host = hostWith([run, { ...run, runId: 'run-2' }]);
    let isIdle = false;
    const waiting = whenIdle(host).then(() => {
      isIdle = true;
    });
    host.become([run]);
    await Promise.resolve();
    expect(isIdle).toBe(false);
    host.become([]);
    await waiting;
    expect(host.listeners.size).toBe(0);
  });
});
