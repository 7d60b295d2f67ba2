import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { enter, keyOf, testBrowser } from '../helpers/entering.ts';
import { clientOf, valueOf } from '../helpers/serving.ts';
import { terminalBench } from '../helpers/terminals.ts';
import { testWorkspace } from '../helpers/workspaces.ts';
import type { RunningCommand, TestWorkspace } from '../helpers/workspaces.ts';

/** A socket of a browser that opens the printed address; how it went. */
async function opened(url: string) {
  const { origin, host } = new URL(url);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { Origin: origin } });
  await once(socket, 'open');
  return { socket, how: await enter(socket, testBrowser(), '/rpc', keyOf(url)) };
}

/** A page that is let in by the printed address. */
async function pageOf(url: string) {
  const { socket, how } = await opened(url);
  expect(how).toBe('in');
  const client = clientOf(socket);
  const { startWorkspaceId, kind } = await client.host.describe();
  expect(kind).toBe('serve');
  return { client, workspaceId: startWorkspaceId ?? '' };
}

/** Starts `switchyard serve` and waits for its address. */
async function serving(test: TestWorkspace, ...args: string[]) {
  const command = test.command(['serve', ...args]);
  onTestFinished(() => command.kill('SIGKILL'));
  const printed = await Promise.race([addressOf(command), command.finished]);
  if (typeof printed !== 'string') throw new Error(printed.stderr);
  return { command, url: printed };
}

async function addressOf(command: RunningCommand): Promise<string> {
  for (;;) {
    const found = /http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]+/.exec(command.output());
    if (found !== null) return found[0];
    await delay(20);
  }
}

describe('switchyard serve', () => {
  it('prints one address, answers pages there, and ends when told to', async () => {
    const test = await testWorkspace();
    const { command, url } = await serving(test);
    const { client, workspaceId } = await pageOf(url);
    expect(valueOf(await client.workspaces.describe({ workspaceId })).folder).toBe(test.root);
    command.kill('SIGTERM');
    const { code, stdout } = await command.finished;
    expect(code).toBe(0);
    expect(stdout).toContain(`Switchyard is ready for ${test.root}`);
  });

  it('shows Welcome outside of a repository, but refuses a folder that was named', async () => {
    const test = await testWorkspace();
    const outside = test.command(['serve', '--json'], { cwd: test.folder });
    onTestFinished(() => outside.kill('SIGKILL'));
    await addressOf(outside);
    outside.kill('SIGINT');
    const { code, stdout, stderr } = await outside.finished;
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { workspace: null }]);
    expect(stderr).toContain('The page lets you open another folder.');
    const refused = await test.cli('serve', test.folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('is not inside a git repository');
  });

  it('begins at Welcome when it is told to, wherever it is started', async () => {
    const test = await testWorkspace();
    const { command, url } = await serving(test, '--welcome');
    expect((await pageOf(url)).workspaceId).toBe('');
    command.kill('SIGTERM');
    expect(await command.finished).toMatchObject({ code: 0, stderr: '' });
  });

  it('gives another address when Enter is pressed in its terminal', async () => {
    const test = await testWorkspace();
    const bench = terminalBench();
    const program = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
    const session = bench.start(process.execPath, [program, 'serve', '--port', '0'], {
      cwd: test.root,
      environment: { ...test.environment, TERM: 'xterm' },
      columns: 200,
    });
    const addresses = (): readonly string[] =>
      session.tail(10_000).match(/http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]+/g) ?? [];
    await expect.poll(addresses, { timeout: 20_000 }).toHaveLength(1);
    session.write('\r');
    await expect.poll(addresses, { timeout: 20_000 }).toHaveLength(2);
    const [first, second] = addresses();
    expect((await opened(first ?? '')).how).toBe('stranger');
    expect((await opened(second ?? '')).how).toBe('in');
    session.write('\u0003');
    expect(await session.exited).toMatchObject({ exitCode: 0 });
  });

  it('lets an active run finish first, and stops it at the second signal with its work kept', async () => {
    const test = await testWorkspace();
    test.task('e.1', { script: 'echo half > half.txt; echo started > "$SIGNS/s"; sleep 60' });
    const { command, url } = await serving(test);
    const { client, workspaceId } = await pageOf(url);
    await client.runs.start({ workspaceId, scope: { kind: 'all' } });
    await expect.poll(() => test.readSign('s'), { timeout: 30_000 }).toBe('started\n');
    command.kill('SIGINT');
    await expect
      .poll(() => test.workspace.store.all('runs')[0]?.status, { timeout: 10_000 })
      .toBe('cancelling');
    command.kill('SIGINT');
    const { code, stderr } = await command.finished;
    expect(code).toBe(130);
    expect(stderr).toContain('Cancelling: running tasks finish.');
    expect(stderr).toContain('Stopping now');
    expect(test.workspace.store.all('runs')[0]).toMatchObject({ outcome: 'cancelled' });
    expect(test.fileAt('agent/e.1', 'half.txt')).toBe('half');
  });

  it('says when its port is taken or none', async () => {
    const test = await testWorkspace();
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const taken = await test.cli('serve', '--port', port);
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining('is in use')]);
    expect((await test.cli('serve', '--port', '70000')).code).toBe(2);
  });
});
