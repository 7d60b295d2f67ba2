import { request } from 'node:http';
import type { Page } from '@playwright/test';
import { card, drag, expectColumn } from './pages/board.ts';
import { foreignSite } from './pages/foreign-site.ts';
import type { ForeignSite } from './pages/foreign-site.ts';
import { openTask, taskPanel, terminal } from './pages/task-panel.ts';
import { expect, story as appStory } from './story.ts';

const story = appStory.extend<{ readonly foreign: ForeignSite }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads which fixtures are needed from the pattern
  foreign: async ({}, use) => {
    const site = await foreignSite();
    await use(site);
    await site.close();
  },
});

/** What an expression comes to in the page; errors by their name. It runs as the page's own code. */
async function inPage(page: Page, expression: string): Promise<unknown> {
  return page.evaluate(`new Promise((resolve) => setTimeout(() => {
    Promise.resolve().then(() => (${expression})).then(resolve, (error) => resolve(error.name));
  }, 0))`);
}

story(
  'the page has nothing of Node, makes no code from text and runs no script but its own',
  async ({ page, app, enter }) => {
    const answered = page.waitForResponse(`http://127.0.0.1:${app.port}/`);
    await enter();
    const policy = (await (await answered).headerValue('content-security-policy')) ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    for (const name of ['require', 'process', 'module', 'Buffer', 'global', 'switchyard']) {
      expect(await inPage(page, `typeof globalThis.${name}`)).toBe('undefined');
    }
    expect(await inPage(page, `eval('1 + 1')`)).toBe('EvalError');
    expect(await inPage(page, `new Function('return 1')()`)).toBe('EvalError');

    const inline = `Object.assign(document.createElement('script'), { textContent: 'ran = 1' })`;
    await inPage(page, `document.body.append(${inline})`);
    await inPage(
      page,
      `document.body.insertAdjacentHTML('beforeend', '<p onclick="ran = 2">x</p>')`,
    );
    await inPage(page, `document.body.lastElementChild.click()`);
    expect(await inPage(page, `typeof ran`)).toBe('undefined');
  },
);

story(
  'the page loads nothing from another site and sends nothing there',
  async ({ page, foreign, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    const here = page.url();
    const { origin } = foreign;
    expect(await inPage(page, `fetch('${origin}/fetch', { mode: 'no-cors' })`)).toBe('TypeError');
    await inPage(page, `navigator.sendBeacon('${origin}/beacon', 'x')`);
    await inPage(page, `Object.assign(new Image(), { src: '${origin}/image' }).src`);
    for (const [tag, key] of [
      ['script', 'src'],
      ['iframe', 'src'],
      ['link', 'href'],
    ]) {
      const made = `Object.assign(document.createElement('${tag}'), { rel: 'stylesheet', ${key}: '${origin}/${tag}' })`;
      await inPage(page, `document.body.append(${made})`);
    }
    const form = `Object.assign(document.createElement('form'), { action: '${origin}/form', method: 'post' })`;
    await inPage(page, `new WebSocket('${origin.replace('http', 'ws')}/socket') && 0`);
    await inPage(page, `document.body.appendChild(${form}).submit()`);
    expect(await inPage(page, `document.querySelector('h1').textContent`)).toBe('Board');
    expect(page.url()).toBe(here);
    expect(foreign.requests).toEqual([]);
  },
);

story(
  'a window that was opened, and a site in the same browser, have no hold on the app',
  async ({ app, page, context, foreign, enter }) => {
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    const opened = context.waitForEvent('page');
    await page.evaluate(`void window.open('${foreign.origin}/opened')`);
    const popup = await opened;
    await popup.getByRole('heading', { name: 'Foreign' }).waitFor();
    expect(await popup.evaluate('window.opener')).toBe(null);

    // Its requests carry the app's cookie: browsers give cookies to every port of a host.
    const own = `http://127.0.0.1:${app.port}`;
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

story(
  'output of an agent can only be looked at: no title, no clipboard, no link by itself',
  async ({ app, page, context, foreign, enter }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const link = String.raw`\033]8;;${foreign.origin}/link\033\\Harmless words\033]8;;\033\\`;
    const script = [
      `echo Ready; ${app.until('watched')}`,
      String.raw`printf '\033]0;Hacked title\007\033]2;Hacked title\007'`,
      String.raw`printf '\033]52;c;aGFja2Vk\007'`,
      String.raw`printf '${link}\n\033]8;;javascript:ran=1\033\\Other words\033]8;;\033\\\n'`,
      app.until('looked'),
      'echo a > a.txt',
    ].join('\n');
    app.addTasks([{ id: 'e.1', script }]);
    await enter();
    await drag(page, 'e.1', 'In progress');
    const panel = await openTask(page, 'e.1');
    await expect(terminal(panel)).toContainText('Ready');
    await page.evaluate(`navigator.clipboard.writeText('mine')`);
    app.makeSign('watched');
    await expect(terminal(panel)).toContainText('Harmless words');
    expect(await page.title()).not.toContain('Hacked');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('mine');

    // By force: the words of a terminal lie below what takes its clicks.
    for (const words of ['Other words', 'Harmless words']) {
      await terminal(panel).getByText(words).hover({ force: true });
      await terminal(panel).getByText(words).click({ force: true });
    }
    const question = page.getByRole('dialog', { name: 'Open this link?' });
    await expect(question).toContainText(`${foreign.origin}/link`);
    await question.getByRole('button', { name: 'Stay here' }).click();
    await expect(question).toBeHidden();
    expect(await inPage(page, 'typeof ran')).toBe('undefined');
    expect(foreign.requests).toEqual([]);
    expect(context.pages()).toHaveLength(1);
    app.makeSign('looked');
    await expectColumn(page, 'Done', ['e.1']);
  },
);

story.describe('text of an agent', () => {
  story.use({ appOptions: { config: { agents: { default: 'claude' } } } });

  story(
    'is shown as text: its HTML is no element, its links lead nowhere',
    async ({ app, page, foreign, enter }) => {
      const summary = `<img src=x onerror=ran=1> <script>ran=2</script> [one](javascript:ran=3) [two](${foreign.origin}/two) ![three](${foreign.origin}/three.png)`;
      const report = JSON.stringify({ s: 's', t: 1, m: [], c: ['a.txt'], sum: summary });
      const title = '<b onclick=ran=4>Bold</b> title';
      const description = `WRITE a.txt: x\nREPORT ${report}`;
      app.addTasks([{ id: 'e.1', title, description }]);
      await enter();
      await expect(card(page, 'e.1')).toContainText(title);
      await drag(page, 'e.1', 'In progress');
      await expectColumn(page, 'Done', ['e.1']);
      await openTask(page, 'e.1');
      const shown = taskPanel(page, 'e.1').getByRole('region', { name: 'Final summary' });
      await expect(shown).toContainText('<script>ran=2</script>');
      await expect(shown).toContainText('javascript:ran=3');
      await expect(shown.getByRole('link')).toHaveCount(0);
      await expect(shown.getByRole('img')).toHaveCount(0);
      await shown.getByText('one').click();
      await shown.getByText('two').first().click();
      expect(await inPage(page, 'typeof ran')).toBe('undefined');
      expect(foreign.requests).toEqual([]);
    },
  );
});

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
  'nobody gets in without the one-time address, or under another name',
  async ({ app, page, context, enter }) => {
    const { port } = app;
    const own = `http://127.0.0.1:${port}`;
    expect(await ask(port, '/', {})).toBe(401);
    expect(await ask(port, '/assets/x.js', {})).toBe(401);
    expect(await ask(port, '/rpc', { ...upgrade, Origin: own })).toBe(401);
    await enter();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    expect(page.url()).not.toContain('token');

    const used = new URL(app.url);
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
