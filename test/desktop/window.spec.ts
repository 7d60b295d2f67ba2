import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { answerDialogs, expect, pageOf, test } from './desktop-app.ts';

/** Which names of Node the page knows, and whether it can fetch, and make code of text. */
const whatThePageHas = `(async () => ({
  names: ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in globalThis),
  fetched: await fetch('https://example.com/').then(() => true, () => false),
  evaluated: (() => { try { return new Function('return true')(); } catch { return false; } })(),
}))()`;

test('the window opens with the page of the app', async ({ desktop }) => {
  const page = await pageOf(await desktop.launch());
  expect(page.url()).toMatch(/^app:\/\/switchyard\//);
  expect(await page.title()).toContain('Switchyard');
  expect(await page.evaluate('Object.keys(switchyard).sort()')).toEqual(['openPort', 'version']);
});

test('the page has no Node, no Electron, and loads nothing from elsewhere', async ({ desktop }) => {
  const page = await pageOf(await desktop.launch());
  const found = await page.evaluate(whatThePageHas);
  expect(found).toEqual({ names: [], fetched: false, evaluated: false });
});

test('the page can neither navigate away nor open a window', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await pageOf(app);
  const asked = await answerDialogs(app, [2]);
  const address = page.url();
  await page.evaluate("location.href = 'https://example.com/'");
  expect(await page.evaluate("window.open('https://example.com/') === null")).toBe(true);
  await expect.poll(asked).toHaveLength(1);
  expect((await asked())[0]).toContain('https://example.com/');
  expect(page.url()).toBe(address);
  expect(app.windows()).toHaveLength(1);
});

test('a second start brings the first window to the front and ends', async ({ desktop }) => {
  const app = await desktop.launch(desktop.repository);
  const page = await pageOf(app);
  await expect.poll(() => page.url()).toContain('#/w/');
  const [, workspace] = /#\/w\/([^/]+)/.exec(page.url()) ?? [];
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { program, args, env } = await app.evaluate(({ app: electron }) => ({
    program: process.execPath,
    args: [electron.getAppPath()],
    env: { ...process.env },
  }));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const link = `switchyard://workspace/${workspace ?? ''}/inbox`;
  const second = spawn(program, [...sandbox, ...args, link], { env, stdio: 'ignore' });
  await once(second, 'exit');
  await expect.poll(() => page.url()).toContain('/inbox');
  const isMinimized = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some((window) => window.isMinimized()),
  );
  expect(isMinimized).toBe(false);
});

test('the app comes back to the place and the size that it was left at', async ({ desktop }) => {
  const app = await desktop.launch(desktop.repository);
  const page = await pageOf(app);
  await expect.poll(() => page.url()).toContain('/board');
  await page.evaluate("location.hash = location.hash.replace('/board', '/graph')");
  await page.reload();
  expect(page.url()).toContain('/graph');
  const address = page.url();
  const left = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.setBounds({ width: 1100, height: 700 });
    return window?.getBounds();
  });
  const ended = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => {});
  await ended;
  const again = await desktop.launch();
  expect((await pageOf(again)).url()).toBe(address);
  const size = await again.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getBounds(),
  );
  expect(size).toMatchObject({ width: left?.width, height: left?.height });
});
