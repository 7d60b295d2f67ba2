import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { inPage } from '../e2e/pages/in-page.ts';
import { desktopStory as story } from './desktop-story.ts';
import { answerDialogs, pageOf, quit, sandboxArguments } from './electron-app.ts';

story(
  'the window opens with the page of the app, and the bridge is all it has',
  async ({ launch }) => {
    const page = await pageOf(await launch());
    expect(page.url()).toMatch(/^app:\/\/switchyard\//);
    expect(await page.title()).toContain('Switchyard');
    expect(await inPage(page, 'Object.keys(switchyard).sort()')).toEqual(['openPort', 'version']);
  },
);

story('the page can neither navigate away nor open a window', async ({ launch }) => {
  const electron = await launch();
  const page = await pageOf(electron);
  const asked = await answerDialogs(electron, [2]);
  const address = page.url();
  await inPage(page, "void (location.href = 'https://example.com/')");
  expect(await inPage(page, "window.open('https://example.com/') === null")).toBe(true);
  await expect.poll(asked).toHaveLength(1);
  expect((await asked())[0]).toContain('https://example.com/');
  expect(page.url()).toBe(address);
  expect(electron.windows()).toHaveLength(1);
});

story('a second start brings the first window to the front and ends', async ({ app, launch }) => {
  const electron = await launch(app.root);
  const page = await pageOf(electron);
  await expect.poll(() => page.url()).toContain('#/w/');
  const [, workspace = ''] = /#\/w\/([^/]+)/.exec(page.url()) ?? [];
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const { program, args, env } = await electron.evaluate(({ app: started }) => ({
    program: process.execPath,
    args: [started.getAppPath()],
    env: { ...process.env },
  }));
  const link = `switchyard://workspace/${workspace}/inbox`;
  const second = spawn(program, [...sandboxArguments, ...args, link], { env, stdio: 'ignore' });
  await once(second, 'exit');
  await expect.poll(() => page.url()).toContain('/inbox');
  const isMinimized = async (): Promise<boolean> =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((window) => window.isMinimized()),
    );
  await expect.poll(isMinimized).toBe(false);
});

story(
  'the app comes back to the place and the size that it was left at',
  async ({ app, launch }) => {
    const electron = await launch(app.root);
    const page = await pageOf(electron);
    await expect.poll(() => page.url()).toContain('/board');
    await page.evaluate("location.hash = location.hash.replace('/board', '/graph')");
    await expect(page.getByRole('heading', { name: 'Graph', level: 1 })).toBeVisible();
    const address = page.url();
    const left = await electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setBounds({ width: 1100, height: 700 });
      return window?.getBounds();
    });
    const ended = electron.waitForEvent('close');
    await quit(electron);
    await ended;
    const again = await launch();
    expect((await pageOf(again)).url()).toBe(address);
    const size = await again.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getBounds(),
    );
    expect(size).toMatchObject({ width: left?.width, height: left?.height });
  },
);
