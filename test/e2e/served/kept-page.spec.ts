import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { card } from '../pages/board.ts';
import { inPage } from '../pages/in-page.ts';
import { cachesOf, untilKept } from '../pages/kept-page.ts';
import { projectRoot } from '../story-app.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop's page registers no worker, and its scheme allows none. */

/** Addresses of what was built, but the worker itself. */
function builtFiles(origin: string): readonly string[] {
  const folder = join(projectRoot, 'out/renderer');
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'service-worker.js')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .map((path) => origin + (path === '/index.html' ? '/' : path))
    .toSorted();
}

story(
  'of what the host sends only the files of this build are kept, and nothing of another one',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    const origin = `http://127.0.0.1:${served.port}`;
    await enter();
    await expect(card(page, 'e.1')).toBeVisible();
    await inPage(page, `caches.open('switchyard-page-of-an-older-build').then(() => 0)`);
    await untilKept(page);
    const kept = await cachesOf(page);
    expect(Object.keys(kept)).toHaveLength(1);
    expect(Object.values(kept)[0]?.toSorted()).toEqual(builtFiles(origin));

    // With the worker in between: a page, a missing one, a token, something that is no file.
    await page.reload();
    await expect(card(page, 'e.1')).toBeVisible();
    await served.kill();
    await served.start();
    await page.goto(served.url);
    await expect(card(page, 'e.1')).toBeVisible();
    expect(page.url()).not.toContain('token');
    await inPage(page, `fetch('/nothing?token=x').then(() => 0)`);
    expect((await page.goto(`${origin}/nothing`))?.status()).toBe(404);
    await page.goBack();
    await expect(card(page, 'e.1')).toBeVisible();
    expect(await cachesOf(page)).toEqual(kept);
  },
);

story(
  'a browser that is not signed in gets the sign-in page from the host, not the page that is kept',
  async ({ page, context, served, enter }) => {
    const origin = `http://127.0.0.1:${served.port}`;
    await enter();
    await untilKept(page);
    const worker = `fetch('/service-worker.js', { cache: 'reload' })`;
    expect(await inPage(page, `${worker}.then((answer) => answer.status)`)).toBe(200);
    const caching = `${worker}.then((answer) => answer.headers.get('cache-control'))`;
    expect(await inPage(page, caching)).toBe('no-store');

    await context.clearCookies();
    expect(await inPage(page, `${worker}.then((answer) => answer.status)`)).toBe(401);
    expect((await page.goto(`${origin}/`))?.status()).toBe(401);
    await expect(page.getByRole('heading', { name: 'not signed in' })).toBeVisible();
    // It cannot be renewed without the cookie either, and stays as it is.
    const renewed = `navigator.serviceWorker.getRegistration().then((one) => one.update())`;
    expect(await inPage(page, renewed)).toBe('TypeError');
    await served.kill();
    await served.start();
    await page.goto(served.url);
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    await untilKept(page);
  },
);

story(
  'the page that is kept has the policy of the one that the host sends',
  async ({ page, served, enter }) => {
    await enter();
    await untilKept(page);
    await served.kill();
    const reloaded = await page.reload();
    await expect(page.getByRole('heading', { name: 'Board' })).toBeVisible();
    expect(reloaded?.fromServiceWorker()).toBe(true);
    const policy = (await reloaded?.headerValue('content-security-policy')) ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await inPage(page, `eval('1 + 1')`)).toBe('EvalError');
  },
);
