import {
  cpSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { TerminalGate } from '#shared/contract/terminal-protocol.ts';
import { nodeCrypto, signerOf } from '#main/serve/node-crypto.ts';
import { enter, keyOf, testBrowser, wordsOf } from '../helpers/entering.ts';
import { serveWorkspace, valueOf } from '../helpers/serving.ts';
import { testWorkspace } from '../helpers/workspaces.ts';

const dayMs = 24 * 3_600_000;

async function served(more?: Parameters<typeof serveWorkspace>[1]) {
  return serveWorkspace(await testWorkspace(), more);
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Resolves when the socket is closed, to the code that it was closed with. */
async function closeOf(socket: WebSocket): Promise<unknown> {
  if (socket.readyState === socket.CLOSED) return 'closed before';
  return (await once(socket, 'close'))[0];
}

describe('a browser', () => {
  it('is let in by the key of the address, once, and from then on by its own', async () => {
    const { url, socket, page } = await served();
    const { client } = await page();
    expect((await client.host.describe()).kind).toBe('serve');
    const other = testBrowser();
    expect(await enter(await socket('/rpc'), other, '/rpc', keyOf(url))).toBe('stranger');
    await expect((await page()).client.host.describe()).resolves.toMatchObject({ kind: 'serve' });
  });

  it('is let in by another address that was asked for, and by the former one no more', async () => {
    const { url, socket, renewUrl } = await served();
    const [first, second] = [renewUrl(), renewUrl()];
    expect(new Set([url, first, second]).size).toBe(3);
    for (const old of [url, first, `${url.slice(0, -43)}${'x'.repeat(43)}`]) {
      expect(await enter(await socket('/rpc'), testBrowser(), '/rpc', keyOf(old))).toBe('stranger');
    }
    expect(await enter(await socket('/rpc'), testBrowser(), '/rpc', keyOf(second))).toBe('in');
  });

  it('that another tab has let in already, or comes with a useless key, learns from its host that the key is used', async () => {
    const { url, socket, browser, page } = await served();
    await page();
    expect(await enter(await socket('/rpc'), browser, '/rpc', keyOf(url))).toBe('used');
    expect(await enter(await socket('/rpc'), browser, '/rpc')).toBe('in');
  });

  it('is known to the next process on the same port, and a stranger on another one', async () => {
    const test = await testWorkspace();
    const first = await serveWorkspace(test);
    await first.page();
    await first.close();
    const again = await serveWorkspace(test, { port: first.port, browser: first.browser });
    await expect((await again.page()).client.host.describe()).resolves.toMatchObject({});
    await again.close();
    const elsewhere = await serveWorkspace(test);
    const { browser } = first;
    expect(await enter(await elsewhere.socket('/rpc'), browser, '/rpc')).toBe('ended');
  });

  it('needs an address again after 14 days, and when the clock was put back', async () => {
    for (const passed of [14 * dayMs, -dayMs]) {
      let now = Date.UTC(2026, 0, 20);
      const clock = { now: () => now };
      const { page, socket, browser } = await served({ surroundings: { clock } });
      await page();
      now += passed;
      expect(await enter(await socket('/rpc'), browser, '/rpc')).toBe('ended');
    }
  });

  it('whose key pair is another one is not let in under a name that is known', async () => {
    const { page, socket, browser } = await served();
    await page();
    const thief = { identity: { ...browser.identity, sign: testBrowser().identity.sign } };
    const stolen = { ...thief, hostKey: browser.hostKey };
    expect(await enter(await socket('/rpc'), stolen, '/rpc')).toBe('closed');
  });
});

describe('what lies in the data folder', () => {
  it('opens no session: neither keys nor codes of browsers are in it, nor the key of the address', async () => {
    const test = await testWorkspace();
    const { page, renewUrl, socket, sessionFolder, browser, port, close } =
      await serveWorkspace(test);
    await page();
    const open = keyOf(renewUrl());
    const files = filesIn(sessionFolder);
    expect(files).toHaveLength(2);
    for (const file of files) expect(statSync(file).mode & 0o077).toBe(0);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(text).toContain(browser.identity.publicKey);
    expect(text).not.toContain(open);

    // All that a reader has: the host's key pair and the public keys of browsers.
    const words = text.match(/[\w-]{16,}/g) ?? [];
    const pairs = words.flatMap((word) => {
      try {
        return [signerOf(word)];
      } catch {
        return [];
      }
    });
    expect(pairs).toHaveLength(1);
    for (const word of words) {
      const guess = { ...testBrowser(), hostKey: browser.hostKey };
      expect(await enter(await socket('/rpc'), guess, '/rpc', word)).toBe('used');
    }
    for (const { sign, publicKey } of pairs) {
      for (const known of [publicKey, browser.identity.publicKey]) {
        const guess = { identity: { publicKey: known, sign }, hostKey: browser.hostKey };
        expect(await enter(await socket('/rpc'), guess, '/rpc')).toMatch(/closed|ended/);
      }
    }
    // Nor does a copy of it, served elsewhere, make a session for here or there.
    const copy = join(test.folder, 'copy');
    cpSync(sessionFolder, copy, { recursive: true });
    await close();
    const other = await testWorkspace();
    mkdirSync(other.environment['SWITCHYARD_HOME'] ?? '', { recursive: true });
    cpSync(copy, join(other.environment['SWITCHYARD_HOME'] ?? '', 'serve'), { recursive: true });
    const elsewhere = await serveWorkspace(other);
    expect(elsewhere.port).not.toBe(port);
    expect(await enter(await elsewhere.socket('/rpc'), browser, '/rpc')).toBe('ended');
  });

  it('of an earlier version is removed: cookies can be made of it no more', async () => {
    const test = await testWorkspace();
    const folder = join(test.environment['SWITCHYARD_HOME'] ?? '', 'serve');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'session.json'), '{"key":"x"}');
    await serveWorkspace(test);
    expect(readdirSync(folder)).not.toContain('session.json');
  });

  it('that is damaged makes a host that browsers do not know, and sessions that are none', async () => {
    const test = await testWorkspace();
    const first = await serveWorkspace(test);
    await first.page();
    await first.close();
    for (const file of filesIn(first.sessionFolder)) writeFileSync(file, '{"privateKey":');
    const again = await serveWorkspace(test, { port: first.port });
    expect(await enter(await again.socket('/rpc'), first.browser, '/rpc')).toBe('stranger');
    expect(await enter(await again.socket('/rpc'), testBrowser(), '/rpc', keyOf(again.url))).toBe(
      'in',
    );
  });
});

describe('a socket that has proved nothing', () => {
  it('is told nothing and starts nothing, whatever it says first', async () => {
    const opened: unknown[] = [];
    const terminals: TerminalGate = {
      open(address) {
        opened.push(address);
        return { receive: (message) => opened.push(message), close: () => {} };
      },
    };
    const { socket } = await served({ terminals });
    const call = JSON.stringify({ i: '1', t: 1, p: { u: '/host/describe', m: 'POST', b: {} } });
    for (const path of ['/rpc', '/terminal?workspaceId=w&attemptId=attempt-1']) {
      for (const word of [
        call,
        '',
        '{}',
        'null',
        '{"version":1,"kind":"enter"}',
        '['.repeat(2_000),
      ]) {
        const one = await socket(path);
        const heard: unknown[] = [];
        one.on('message', (data) => heard.push(data));
        one.send(word);
        await closeOf(one);
        expect(heard).toEqual([]);
      }
      const bytes = await socket(path);
      bytes.send(Buffer.from(call));
      await closeOf(bytes);
    }
    expect(opened).toEqual([]);
  });

  it('is closed when it says what it was not asked for, before and beside its proof', async () => {
    const { socket, page, browser } = await served();
    await page();
    const hello = {
      version: 1,
      kind: 'enter',
      session: await nodeCrypto.nameOf(browser.identity.publicKey),
      nonce: nodeCrypto.nonce(),
    };
    for (const second of [
      '{}',
      JSON.stringify(hello),
      JSON.stringify({ kind: 'proof', signature: 'x'.repeat(86), code: null }),
    ]) {
      const one = await socket('/rpc');
      const next = wordsOf(one);
      one.send(JSON.stringify(hello));
      expect(await next()).toContain('challenge');
      one.send(second);
      expect(await next()).toBe(null);
    }
  });

  it('is closed when it has sent too much', async () => {
    const { socket } = await served();
    const one = await socket('/rpc');
    const closed = closeOf(one);
    one.on('error', () => {});
    one.send('x'.repeat(1024 * 1024));
    await closed;
  });

  it('makes room for others: those that say nothing do not keep a page out', async () => {
    const { socket, page } = await served();
    const idle = await Promise.all(Array.from({ length: 70 }, async () => socket('/rpc')));
    await expect((await page()).client.host.describe()).resolves.toMatchObject({});
    await expect
      .poll(() => idle.filter((one) => one.readyState === one.CLOSED).length)
      .toBeGreaterThan(5);
    expect(idle.at(-1)?.readyState).toBe(idle[0]?.OPEN);
  });

  it('is closed after ten seconds of silence', { timeout: 30_000 }, async () => {
    const { socket } = await served();
    const one = await socket('/rpc');
    const ended = await Promise.race([closeOf(one).then(() => 'closed'), delay(15_000, 'open')]);
    expect(ended).toBe('closed');
  });
});

describe('what was said in an earlier contact', () => {
  it('is worth nothing in another one, on another socket, or said back', async () => {
    const { socket, page, browser } = await served();
    await page();
    const recorded: { sent: string[]; heard: string[] } = { sent: [], heard: [] };
    const one = await socket('/rpc');
    const send = one.send.bind(one);
    Object.assign(one, {
      send: (text: string) => {
        recorded.sent.push(text);
        send(text);
      },
    });
    one.on('message', (data: Buffer) => recorded.heard.push(data.toString()));
    expect(await enter(one, browser, '/rpc')).toBe('in');
    const [hello = '', proof = ''] = recorded.sent;

    for (const path of ['/rpc', '/terminal?workspaceId=w&attemptId=attempt-1']) {
      const replay = await socket(path);
      const next = wordsOf(replay);
      replay.send(hello);
      const challenge = (await next()) ?? '';
      expect(recorded.heard).not.toContain(challenge);
      replay.send(proof);
      expect(await next()).toBe(null);
    }
    // The host's own words are no proof of a page.
    const mirror = await socket('/rpc');
    const next = wordsOf(mirror);
    mirror.send(hello);
    const said: { signature?: string } = JSON.parse((await next()) ?? '{}');
    mirror.send(JSON.stringify({ kind: 'proof', signature: said.signature, code: null }));
    expect(await next()).toBe(null);
    // And what the host said then proves nothing to a page.
    expect(recorded.heard).toHaveLength(2);
  });
});

describe('sessions', () => {
  it('are listed, and one that is ended is cut off at once and for good', async () => {
    const { page, socket, entered, renewUrl, browser } = await served();
    const { client } = await page();
    const other = testBrowser();
    const theirs = await socket('/rpc', {
      'User-Agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0',
    });
    expect(await enter(theirs, other, '/rpc', keyOf(renewUrl()))).toBe('in');
    const terminal = await socket('/terminal?workspaceId=w&attemptId=a');
    expect(await enter(terminal, other, '/terminal?workspaceId=w&attemptId=a')).toBe('in');

    const listed = await client.sessions.list();
    expect(listed).toHaveLength(2);
    const [own, their] = [listed.find(({ isOwn }) => isOwn), listed.find(({ isOwn }) => !isOwn)];
    expect(own?.id).toBe(await nodeCrypto.nameOf(browser.identity.publicKey));
    expect(their).toMatchObject({ browser: 'Firefox on Windows', seenAt: null });
    expect(Date.parse(their?.endsAt ?? '') - Date.parse(their?.madeAt ?? '')).toBe(14 * dayMs);

    const closed = Promise.all([closeOf(theirs), closeOf(terminal)]);
    expect(valueOf(await client.sessions.end({ ids: [their?.id ?? ''] }))).toBe(null);
    await closed;
    expect(await enter(await socket('/rpc'), other, '/rpc')).toBe('ended');
    expect(await client.sessions.list()).toHaveLength(1);
    await entered('/rpc');

    const mine = (await page()).socket;
    void client.sessions.end({ ids: [own?.id ?? ''] }).catch(() => {});
    await closeOf(mine);
    expect(await enter(await socket('/rpc'), browser, '/rpc')).toBe('ended');
  });

  it('that another host on the same data folder has ended are cut off within a second, and say no command more', async () => {
    const test = await testWorkspace();
    const here = await serveWorkspace(test);
    const there = await serveWorkspace(test);
    const browser = await here.page();
    const terminalPath = '/terminal?workspaceId=w&attemptId=a';
    const terminal = await here.entered(terminalPath);
    const ender = await there.page();
    const id = await nodeCrypto.nameOf(here.browser.identity.publicKey);

    const started = performance.now();
    const closed = Promise.all([closeOf(browser.socket), closeOf(terminal)]);
    expect(valueOf(await ender.client.sessions.end({ ids: [id] }))).toBe(null);
    const late = browser.client.host.describe().then(
      () => 'answered',
      () => 'refused',
    );
    expect(await late).toBe('refused');
    await closed;
    expect(performance.now() - started).toBeLessThan(3_000);
    expect(await enter(await here.socket('/rpc'), here.browser, '/rpc')).toBe('ended');
    await expect(ender.client.host.describe()).resolves.toMatchObject({});
  });

  it('whose page says nothing are cut off too when their file is deleted', async () => {
    const { page, sessionFolder, browser } = await served();
    const { socket } = await page();
    const id = await nodeCrypto.nameOf(browser.identity.publicKey);
    // That it was seen is written down by then.
    await delay(1_000);
    const closed = closeOf(socket);
    rmSync(join(sessionFolder, 'sessions', `${id}.json`));
    expect(await Promise.race([closed, delay(5_000, 'still open')])).not.toBe('still open');
  });

  it('whose file says nothing any more are cut off when it is looked', async () => {
    const { page, socket, renewUrl, sessionFolder, browser } = await served();
    const { client, socket: first } = await page();
    valueOf(await client.sessions.end({ ids: ['../../recent', 'nonsense'] }));
    const id = await nodeCrypto.nameOf(browser.identity.publicKey);
    // That it was seen is written down by then.
    await delay(1_000);
    writeFileSync(join(sessionFolder, 'sessions', `${id}.json`), '');
    const closed = closeOf(first);
    // It is looked at each new browser, and every half minute.
    await enter(await socket('/rpc'), testBrowser(), '/rpc', keyOf(renewUrl()));
    await closed;
  });
});
