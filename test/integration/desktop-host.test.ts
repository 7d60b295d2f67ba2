import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { HostClient } from '#shared/contract/contract.ts';
import { silentLogger } from '#shared/lib/logger.ts';
import { createHost } from '#main/engine/host/host.ts';
import { createHostTerminals } from '#main/engine/host/host-terminals.ts';
import { startRun } from '#main/engine/runs/run-control.ts';
import { createConnector } from '#main/ipc/connect.ts';
import { DesktopHost } from '#main/shell/desktop-host.ts';
import type { HostPort, InboxEntry, ShellStatus } from '#main/shell/shell-host.ts';
import { whenIdle } from '#main/shell/when-idle.ts';
import { surroundings, testWorkspace } from '../helpers/workspaces.ts';
import type { TestWorkspace } from '../helpers/workspaces.ts';

/** The desktop shell's view of a host that has the workspace of a test open. */
async function shellOf(test: TestWorkspace) {
  const details = { kind: 'desktop' as const, version: '0', startFolder: null, pickFolder: null };
  const host = await createHost(surroundings(test.environment), details);
  const shell = new DesktopHost({
    host,
    connector: createConnector(host),
    terminals: createHostTerminals(host),
    logger: silentLogger,
  });
  onTestFinished(async () => shell.close());
  const statuses: ShellStatus[] = [];
  const entries: InboxEntry[] = [];
  shell.onStatus((status) => statuses.push(status));
  shell.onInboxEntry((entry) => entries.push(entry));
  const opened = await shell.openFolder(test.root);
  if (!opened.ok) throw new Error(opened.error.message);
  const [open] = host.openWorkspaces;
  const start = async (): Promise<void> => {
    const started = await startRun(open!.workspace, { kind: 'all' });
    if (!started.ok) throw new Error(started.error[0]?.message);
    open!.adopt(started.value);
  };
  return { shell, id: opened.value, start, statuses, entries };
}

/** A port of Node, with events as Electron's main process gives them. */
function asInMain(port: MessagePort): HostPort {
  return {
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      port.on(event, (data: unknown) => listener({ data }));
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}

describe('the host as the desktop shell sees it', () => {
  it('counts what runs, tells the inbox, and is idle again when the run has ended', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: `while [ ! -e "$SIGNS/go" ]; do sleep 0.05; done; echo a > a.txt` });
    test.task('t2', { script: `echo '{"s":"b","x":"no key"}' > "$SWITCHYARD_REPORT"` });
    const { shell, id, start, statuses, entries } = await shellOf(test);
    expect(shell.status()).toEqual({
      counts: { running: 0, waiting: 0, blocked: 0 },
      needing: 0,
      runs: [],
    });
    await start();
    await vi.waitFor(
      () => {
        expect(shell.status().counts).toEqual({ running: 1, waiting: 0, blocked: 1 });
      },
      { timeout: 20_000 },
    );
    expect(shell.status().runs).toMatchObject([
      { workspaceId: id, workspaceName: 'repository', isPaused: false },
    ]);
    await shell.setPaused(true);
    await vi.waitFor(() => expect(shell.status().runs).toMatchObject([{ isPaused: true }]));
    await shell.setPaused(false);
    const idle = whenIdle(shell);
    test.write('../go', '');
    await idle;
    expect(shell.status().runs).toEqual([]);
    expect(statuses.at(-1)?.runs).toEqual([]);
    const types = entries.map(({ notification }) => notification.type);
    expect(types).toEqual(expect.arrayContaining(['run_started', 'task_blocked', 'run_completed']));
    expect(new Set(entries.map(({ notification }) => notification.id)).size).toBe(entries.length);
  });

  it('stops the runs of this process when it is closed, so that they can be resumed', async () => {
    const test = await testWorkspace();
    test.task('t1', { script: 'echo half > half.txt; sleep 60' });
    const { shell, start } = await shellOf(test);
    await start();
    await vi.waitFor(() => expect(shell.status().counts.running).toBe(1), { timeout: 20_000 });
    await shell.close();
    expect(test.workspace.store.find('runs', 'status', 'interrupted')).toHaveLength(1);
    expect(test.git('for-each-ref', 'refs/switchyard/vault/t1')).not.toBe('');
    expect(await test.processes()).toEqual([]);
  });

  it('answers the contract over a port', async () => {
    const test = await testWorkspace();
    const { shell, id } = await shellOf(test);
    const { port1, port2 } = new MessageChannel();
    onTestFinished(() => port2.close());
    shell.serveContract(asInMain(port1));
    const link = new RPCLink({
      port: {
        on: (event, listener) => port2.on(event, (data: unknown) => listener({ data })),
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
        postMessage: (message: unknown) => port2.postMessage(message),
      },
    });
    const client: HostClient = createORPCClient(link);
    expect((await client.host.describe()).kind).toBe('desktop');
    expect(await client.workspaces.describe({ workspaceId: id })).toMatchObject({
      ok: true,
      value: { name: 'repository' },
    });
  });

  it('says why a folder cannot be opened', async () => {
    const test = await testWorkspace();
    const { shell } = await shellOf(test);
    expect(await shell.openFolder(test.folder)).toMatchObject({ ok: false });
    expect(await shell.recent()).toMatchObject([{ name: 'repository', exists: true }]);
  });
});
