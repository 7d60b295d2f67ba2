import { request } from 'node:http';
import { expectColumn } from '../pages/board.ts';
import { inPage } from '../pages/in-page.ts';
import { terminal } from '../pages/task-panel.ts';
import { startWatched } from '../pages/watched-agent.ts';
import { expect, servedStory as story } from '../story.ts';

// Only with serve: its token, cookie, headers and Origin, other sites in the same browser, and a clipboard
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
  'a window that was opened, and a site in the same browser, have no hold on the app',
  async ({ page, context, served, foreign, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    const opened = context.waitForEvent('page');
    await page.evaluate(`void window.open('${foreign.origin}/opened')`);
    const popup = await opened;
    await popup.getByRole('heading', { name: 'Foreign' }).waitFor();
    expect(await popup.evaluate('window.opener')).toBe(null);

    // Its requests carry the app's cookie: browsers give cookies to every port of a host.
    const own = `http://127.0.0.1:${served.port}`;
    const socket = (path: string): string =>
      `new Promise((resolve) => {
      const socket = new WebSocket('${own.replace('http', 'ws')}${path}');
      socket.onopen = () => resolve('open');
      socket.onerror = () => resolve('refused');
    })`;
    expect(await popup.evaluate(socket('/rpc'))).toBe('refused');
    expect(await popup.evaluate(socket('/terminal?workspaceId=x&attemptId=y'))).toBe('refused');
    const fetched = `fetch('${own}/', { credentials: 'include' }).then((a) => a.text(), () => 'refused')`;
    expect(await popup.evaluate(fetched)).toBe('refused');
    const framed = `new Promise((resolve) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.onload = () => { try { resolve(frame.contentDocument?.title ?? 'closed'); } catch { resolve('closed'); } };
    frame.src = '${own}/';
  })`;
    expect(await popup.evaluate(framed)).toBe('closed');
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
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
  async ({ page, context, served, enter }) => {
    const { port } = served;
    const own = `http://127.0.0.1:${port}`;
    expect(await ask(port, '/', {})).toBe(401);
    expect(await ask(port, '/assets/x.js', {})).toBe(401);
    expect(await ask(port, '/rpc', { ...upgrade, Origin: own })).toBe(401);
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    expect(page.url()).not.toContain('token');

    const used = new URL(served.url);
    expect(await ask(port, used.pathname + used.search, {})).toBe(401);
    const [cookie] = await context.cookies();
    const Cookie = `${cookie?.name}=${cookie?.value}`;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await ask(port, '/', { Cookie })).toBe(200);
    expect(await ask(port, '/rpc', { ...upgrade, Cookie, Origin: own })).toBe(101);
    for (const Host of ['evil.example', `evil.example:${port}`]) {
      expect(await ask(port, '/', { Cookie, Host })).toBe(403);
      expect(await ask(port, '/rpc', { ...upgrade, Cookie, Host, Origin: own })).toBe(403);
    }
    for (const Origin of ['https://evil.example', 'null', `https://127.0.0.1:${port}`]) {
      expect(await ask(port, '/', { Cookie, Origin })).toBe(403);
      expect(await ask(port, '/rpc', { ...upgrade, Cookie, Origin })).toBe(403);
    }
    expect(await ask(port, '/rpc', { ...upgrade, Cookie })).toBe(403);
  },
);
