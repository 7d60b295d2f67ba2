import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TerminalAddress, TerminalChannel } from '#shared/contract/terminal-protocol.ts';
import { serveWorkspace } from '../helpers/serving.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

async function served(more?: Parameters<typeof serveWorkspace>[1]) {
  return serveWorkspace(await testWorkspace(), more);
}

describe('the one-time token', () => {
  it('earns a cookie once and leaves the address', async () => {
    const { url, origin, get } = await served();
    const path = url.slice(origin.length);
    expect(path).toMatch(/^\/\?token=[\w-]{43}$/);
    const first = await get(path);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const [cookie = ''] = first.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(
      /^switchyard-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=1209600$/,
    );
    const pair = cookie.split(';')[0] ?? '';
    expect((await get('/', { Cookie: pair })).body).toContain('<title>Page</title>');
    expect((await get('/', { Cookie: `other=1; ${pair}` })).status).toBe(200);

    const again = await get(path);
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect((await get(path, { Cookie: pair })).status).toBe(303);
  });

  it('is replaced by another one that is asked for, used or not', async () => {
    const { url, origin, get, renewUrl } = await served();
    const [first, second] = [renewUrl(), renewUrl()];
    expect(new Set([url, first, second]).size).toBe(3);
    for (const old of [url, first]) expect((await get(old.slice(origin.length))).status).toBe(401);
    expect((await get(second.slice(origin.length))).status).toBe(303);
    expect((await get(renewUrl().slice(origin.length))).status).toBe(303);
  });

  it('has to be right', async () => {
    const { get, signIn } = await served();
    for (const token of ['', 'x', 'x'.repeat(43), '%00']) {
      expect((await get(`/?token=${token}`)).status).toBe(401);
    }
    const cookie = await signIn();
    expect((await get('/', { Cookie: `${cookie}x` })).status).toBe(401);
    expect((await get('/', { Cookie: cookie.replace(/.$/, '-') })).status).toBe(401);
  });

  it('is explained to a browser that has neither token nor cookie, for every file', async () => {
    const { get } = await served();
    for (const path of ['/', '/assets/app-1a2b.js', '/rpc']) {
      const { status, body } = await get(path);
      expect(status).toBe(401);
      expect(body).toContain('switchyard serve');
      expect(body).not.toContain('document.title');
    }
  });
});

describe('other names and pages', () => {
  it('are refused by Host, whatever else is right', async () => {
    const { get, signIn, socket, port } = await served();
    const Cookie = await signIn();
    for (const Host of ['evil.example', `evil.example:${port}`, '127.0.0.1', '127.0.0.1:1']) {
      const { status, body } = await get('/', { Cookie, Host });
      expect([status, body]).toEqual([403, 'Switchyard answers only under its own address.\n']);
      await expect(socket('/rpc', { Cookie, Host })).rejects.toThrow('403');
    }
    for (const Host of [`localhost:${port}`, `[::1]:${port}`]) {
      expect((await get('/', { Cookie, Host })).status).toBe(200);
    }
  });

  it('are refused by Origin, which a socket must have', async () => {
    const { get, signIn, socket, port } = await served();
    const Cookie = await signIn();
    for (const Origin of ['https://evil.example', 'null', `https://127.0.0.1:${port}`]) {
      expect((await get('/', { Cookie, Origin })).status).toBe(403);
      await expect(socket('/rpc', { Cookie, Origin })).rejects.toThrow('403');
    }
    await expect(socket('/rpc', { Cookie, Origin: '' })).rejects.toThrow('403');
    const opened = await socket('/rpc', { Cookie, Origin: `http://localhost:${port}` });
    expect(opened.readyState).toBe(opened.OPEN);
  });

  it('get no socket without the cookie, nor at an address of none', async () => {
    const { signIn, socket } = await served();
    await expect(socket('/rpc')).rejects.toThrow('401');
    const Cookie = await signIn();
    await expect(socket('/other', { Cookie })).rejects.toThrow('404');
    await expect(socket('/terminal?workspaceId=x', { Cookie })).rejects.toThrow('404');
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
    const { get, signIn } = await served();
    const Cookie = await signIn();
    for (const path of ['//', '/%', '/%E0%A4%A', '/../../package.json', '/?token=%E0', '*']) {
      expect((await get(path, { Cookie })).status).toBeGreaterThanOrEqual(200);
    }
    expect((await get('/', { Cookie }, 'POST')).status).toBe(405);
    expect((await get('/../../package.json', { Cookie })).body).not.toContain('"name"');
    expect((await get('/', { Cookie })).status).toBe(200);
  });
});

describe('the headers', () => {
  it('allow the page its own files and this server, nothing else', async () => {
    const { get, signIn, port } = await served();
    const Cookie = await signIn();
    const { headers } = await get('/', { Cookie });
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
    const asset = await get('/assets/app-1a2b.js', { Cookie });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-security-policy']).toBe(policy);
  });
});

describe('a terminal socket', () => {
  it('carries bytes as they are, checked messages, and its end both ways', async () => {
    const seen: unknown[] = [];
    const opened: { address: TerminalAddress; channel: TerminalChannel }[] = [];
    const { signIn, socket } = await served({
      terminals: {
        open(address, channel) {
          opened.push({ address, channel });
          return { receive: (message) => seen.push(message), close: () => seen.push('closed') };
        },
      },
    });
    const Cookie = await signIn();
    const viewer = await socket('/terminal?workspaceId=w&attemptId=attempt-1', { Cookie });
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
