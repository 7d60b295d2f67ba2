import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TerminalAddress, TerminalChannel } from '#shared/contract/terminal-protocol.ts';
import { keyOf } from '../helpers/entering.ts';
import { serveWorkspace } from '../helpers/serving.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

async function served(more?: Parameters<typeof serveWorkspace>[1]) {
  return serveWorkspace(await testWorkspace(), more);
}

describe('the page', () => {
  it('is served to everyone, for it holds no secret: its files, and no cookie', async () => {
    const { url, origin, get, port } = await served();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#key=[\w-]{43}$/);
    expect(url.startsWith(`${origin}/#`)).toBe(true);
    for (const path of ['/', '/assets/app-1a2b.js', '/index.html']) {
      const { status, headers, body } = await get(path, { Cookie: `switchyard-${port}=x` });
      expect(status).toBe(200);
      expect(headers['set-cookie']).toBeUndefined();
      expect(body).not.toContain(keyOf(url));
    }
    expect((await get('/?token=x')).body).toBe((await get('/')).body);
  });

  it('has a worker that is only served under the name of its content', async () => {
    const { get, welcomed } = await served();
    const { worker } = await welcomed();
    expect(worker?.address).toMatch(/^\/service-worker\.js\?[\da-f]{32}$/);
    const { status, headers } = await get(worker?.address ?? '');
    expect([status, headers['cache-control']]).toEqual([200, expect.stringContaining('immutable')]);
    for (const other of ['/service-worker.js', '/service-worker.js?0123', '/service-worker.js?']) {
      expect((await get(other, { 'Service-Worker': 'script' })).status).toBe(404);
    }
  });
});

describe('other names and pages', () => {
  it('are refused by Host, whatever else is right', async () => {
    const { get, socket, port } = await served();
    for (const Host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1']) {
      const { status, body } = await get('/', { Host });
      expect([status, body]).toEqual([403, expect.stringContaining('only under its own address')]);
      await expect(socket('/rpc', { Host })).rejects.toThrow('403');
    }
  });

  it('of this machine lead to the one that is listened on, and open no socket', async () => {
    const { get, socket, port, origin } = await served();
    for (const Host of [`localhost:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      const { status, headers } = await get('/x?y=1', { Host });
      expect([status, headers.location]).toEqual([307, `${origin}/x`]);
      await expect(socket('/rpc', { Host })).rejects.toThrow('403');
      expect((await get('/', { Host, Origin: `http://${Host}` })).status).toBe(403);
      expect((await get('/', { Host }, 'POST')).status).toBe(403);
    }
    await expect(socket('/rpc', { Origin: `http://localhost:${port}` })).rejects.toThrow('403');
  });

  it('are refused by Origin, which a socket must have', async () => {
    const { get, socket, port, origin } = await served();
    for (const Origin of [
      'https://evil.example',
      'null',
      `https://127.0.0.1:${port}`,
      `${origin}1`,
    ]) {
      expect((await get('/', { Origin })).status).toBe(403);
      await expect(socket('/rpc', { Origin })).rejects.toThrow('403');
    }
    await expect(socket('/rpc', { Origin: '' })).rejects.toThrow('403');
  });

  it('get no socket at an address of none', async () => {
    const { socket } = await served();
    await expect(socket('/other')).rejects.toThrow('404');
    await expect(socket('/terminal?workspaceId=x')).rejects.toThrow('404');
  });

  it('do not keep the server from ending by holding on to a refused connection', async () => {
    const { port, close } = await served();
    const held = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    onTestFinished(() => void held.destroy());
    held.write('GET /rpc HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\n');
    held.write('Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n');
    const [answer] = await once(held.setEncoding('utf8'), 'data');
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    const ended = await Promise.race([close().then(() => 'ended'), delay(5_000, 'held')]);
    expect(ended).toBe('ended');
  });

  it('do not bring the server down with odd addresses', async () => {
    const { get } = await served();
    for (const path of ['//', '/%', '/%E0%A4%A', '/../../package.json', '/?key=%E0', '*']) {
      expect((await get(path)).status).toBeGreaterThanOrEqual(200);
    }
    expect((await get('/', {}, 'POST')).status).toBe(405);
    expect((await get('/../../package.json')).body).not.toContain('"name"');
    expect((await get('/')).status).toBe(200);
  });
});

describe('the headers', () => {
  it('allow the page its own files and this server, nothing else', async () => {
    const { get, port } = await served();
    const { headers } = await get('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${port};`);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    const asset = await get('/assets/app-1a2b.js');
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-security-policy']).toBe(policy);
  });
});

describe('a terminal socket', () => {
  it('carries bytes as they are, checked messages, and its end both ways', async () => {
    const seen: unknown[] = [];
    const opened: { address: TerminalAddress; channel: TerminalChannel }[] = [];
    const { page, entered } = await served({
      terminals: {
        open(address, channel) {
          opened.push({ address, channel });
          return { receive: (message) => seen.push(message), close: () => seen.push('closed') };
        },
      },
    });
    await page();
    const viewer = await entered('/terminal?workspaceId=w&attemptId=attempt-1');
    const { address, channel } = opened[0]!;
    expect(address).toEqual({ workspaceId: 'w', attemptId: 'attempt-1' });
    const got: unknown[] = [];
    viewer.on('message', (data: Buffer, isBinary) => {
      got.push(isBinary ? [...data] : JSON.parse(data.toString()));
    });
    channel.send({ kind: 'ended', exitCode: 0, signal: null });
    channel.sendBytes(Uint8Array.from([0, 255, 10]));
    viewer.send(JSON.stringify({ kind: 'input', data: 'y\r' }));
    await expect
      .poll(() => got)
      .toEqual([{ kind: 'ended', exitCode: 0, signal: null }, [0, 255, 10]]);
    await expect.poll(() => seen).toEqual([{ kind: 'input', data: 'y\r' }]);
    viewer.send('{"kind":"resize","columns":-1}');
    await expect.poll(() => [viewer.readyState, seen.at(-1)]).toEqual([viewer.CLOSED, 'closed']);
  });
});
