import { request } from 'node:http';
import { expectAccessible } from '../pages/accessibility.ts';
import { card, expectColumn } from '../pages/board.ts';
import { inPage } from '../pages/in-page.ts';
import { terminal } from '../pages/task-panel.ts';
import { startWatched } from '../pages/watched-agent.ts';
import { expect, servedStory as story } from '../story.ts';

// Only with serve: its key, headers and Origin, other sites in the same browser, and a clipboard
// that the story may read, which the desktop app allows nobody.

/** Status of an answer to a request that no browser would send. */
async function ask(port: number, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    sent.once('error', reject).end();
  });
}

const upgrade = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};

story(
  'the page comes with a policy that allows only its own scripts, and without the bridge of the desktop',
  async ({ page, served, enter }) => {
    const answered = page.waitForResponse(`http://127.0.0.1:${served.port}/`);
    await enter();
    const policy = (await (await answered).headerValue('content-security-policy')) ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(await inPage(page, `typeof globalThis.switchyard`)).toBe('undefined');
  },
);

story(
  'a page on another port of this machine gets nothing and changes nothing, whatever it tries',
  async ({ app, page, context, served, foreign, enter }) => {
    app.addTasks([{ id: 'e.1', title: 'Kept title' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    expect(await context.cookies()).toEqual([]);
    const own = `http://127.0.0.1:${served.port}`;
    const opened = context.waitForEvent('page');
    await page.evaluate(`void window.open('${foreign.origin}/opened')`);
    const popup = await opened;
    await popup.getByRole('heading', { name: 'Foreign' }).waitFor();
    expect(await popup.evaluate('window.opener')).toBe(null);

    // Browsers give cookies to every port of a host, and lets pages of all of them set some.
    await popup.evaluate(`document.cookie = 'switchyard-${served.port}=x; path=/'`);
    const socket = (path: string, words: string): string =>
      `new Promise((resolve) => {
      const heard = [];
      const socket = new WebSocket('${own.replace('http', 'ws')}${path}');
      socket.onopen = () => { for (const word of ${words}) socket.send(word); };
      socket.onmessage = ({ data }) => heard.push(data);
      socket.onclose = () => resolve(heard);
    })`;
    const words = `['{"i":"1","p":{"u":"/host/describe","b":{}}}']`;
    expect(await popup.evaluate(socket('/rpc', words))).toEqual([]);
    const terminal = '/terminal?workspaceId=x&attemptId=y';
    expect(await popup.evaluate(socket(terminal, words))).toEqual([]);
    for (const init of ['{ credentials: "include" }', '{ method: "POST", body: "{}" }']) {
      const fetched = `fetch('${own}/', ${init}).then((a) => a.text(), () => 'refused')`;
      expect(await popup.evaluate(fetched)).toBe('refused');
    }
    const blind = `fetch('${own}/rpc', { mode: 'no-cors', method: 'POST', body: '{}' }).then((a) => a.type + a.status, () => 'refused')`;
    expect(await popup.evaluate(blind)).toMatch(/refused|opaque0/);
    const framed = `new Promise((resolve) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.onload = () => {
      try { resolve(frame.contentDocument?.title ?? 'closed'); } catch { resolve('closed'); }
      frame.contentWindow.postMessage({ kind: 'welcome' }, '*');
    };
    frame.src = '${own}/';
  })`;
    expect(await popup.evaluate(framed)).toBe('closed');
    // What it opens is a page of the app, in which it has no hold, and to which its words are nothing.
    const [shown] = await Promise.all([
      context.waitForEvent('page'),
      popup.evaluate(`globalThis.shown = window.open('${own}/#key=${'x'.repeat(43)}'); 0`),
    ]);
    await expectColumn(shown, 'Ready', ['e.1']);
    const reach = `(() => { try { return String(shown?.document.title); } catch { return 'closed'; } })()`;
    expect(await popup.evaluate(reach)).toMatch(/closed|undefined/);
    await popup.evaluate(`shown?.postMessage({ kind: 'welcome', worker: null }, '*'); 0`);
    await popup.setContent(`<form method="post" action="${own}/rpc"><button>Send</button></form>`);
    await popup.getByRole('button').click();
    await expect(popup.getByText('Switchyard answers only its own pages.')).toBeVisible();
    for (const one of [page, shown]) {
      await expectColumn(one, 'Ready', ['e.1']);
      await expect(card(one, 'e.1')).toContainText('Kept title');
    }
  },
);

story('output of an agent does not reach the clipboard', async ({ app, page, context, enter }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const panel = await startWatched(app, page, enter, [
    String.raw`printf '\033]52;c;aGFja2Vk\007'`,
    'echo Written; echo a > a.txt',
  ]);
  await page.evaluate(`navigator.clipboard.writeText('mine')`);
  app.makeSign('watched');
  await expect(terminal(panel)).toContainText('Written');
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');
  await expectColumn(page, 'Done', ['e.1']);
});

story(
  'nobody gets in without the one-time address, or under another name',
  async ({ page, context, served, chromium, enter }) => {
    const { port } = served;
    const own = `http://127.0.0.1:${port}`;
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    expect(page.url()).not.toContain('key');
    expect(await inPage(page, 'history.length')).toBeLessThanOrEqual(2);
    expect(await context.cookies()).toEqual([]);
    expect(await inPage(page, 'document.cookie + JSON.stringify(localStorage)')).not.toContain(
      served.url.slice(-43),
    );
    // Pages of this address can use the key pair, and take it nowhere.
    const exported = `(async () => {
      const database = await new Promise((resolve) => {
        const asked = indexedDB.open('switchyard-session');
        asked.onsuccess = () => resolve(asked.result);
      });
      const { privateKey } = await new Promise((resolve) => {
        const asked = database.transaction('credentials').objectStore('credentials').get('own');
        asked.onsuccess = () => resolve(asked.result);
      });
      database.close();
      return crypto.subtle.exportKey('pkcs8', privateKey);
    })()`;
    expect(await inPage(page, exported)).toBe('InvalidAccessError');

    const elsewhere = await chromium!.newContext();
    const second = await elsewhere.newPage();
    for (const address of [served.url, `${own}/`, `${own}/#key=${'x'.repeat(43)}`]) {
      await second.goto('about:blank');
      await second.goto(address);
      await expect(second.getByRole('heading', { name: 'not signed in' })).toBeVisible();
      expect(second.url()).not.toContain('key');
    }
    await expectAccessible(second, 'not signed in');
    // Another name of this machine leads to the one that is listened on.
    await second.goto(`http://localhost:${port}/`);
    expect(second.url()).toBe(`${own}/`);
    await elsewhere.close();
    for (const Host of ['evil.example', `evil.example:${port}`]) {
      expect(await ask(port, '/', { Host })).toBe(403);
      expect(await ask(port, '/rpc', { ...upgrade, Host, Origin: own })).toBe(403);
    }
    for (const Origin of ['https://evil.example', 'null', `https://127.0.0.1:${port}`]) {
      expect(await ask(port, '/', { Origin })).toBe(403);
      expect(await ask(port, '/rpc', { ...upgrade, Origin })).toBe(403);
    }
    expect(await ask(port, '/rpc', upgrade)).toBe(403);
  },
);
