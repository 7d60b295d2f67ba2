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

    // With the worker in between: a page, a missing one, a key, something that is no file.
    await page.reload();
    await expect(card(page, 'e.1')).toBeVisible();
    await served.kill();
    await served.start();
    await page.goto(served.url);
    await expect(card(page, 'e.1')).toBeVisible();
    expect(page.url()).not.toContain('key');
    await inPage(page, `fetch('/nothing?key=x').then(() => 0)`);
    expect((await page.goto(`${origin}/nothing`))?.status()).toBe(404);
    await page.goBack();
    await expect(card(page, 'e.1')).toBeVisible();
    expect(await cachesOf(page)).toEqual(kept);
  },
);

story(
  'a browser that has lost what lets it in shows nothing that it keeps, until it has an address again',
  async ({ app, page, served, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await untilKept(page);
    const worker = `navigator.serviceWorker.controller.scriptURL`;
    const caching = `fetch(${worker}, { cache: 'reload' }).then((answer) => answer.headers.get('cache-control'))`;
    expect(await inPage(page, caching)).toContain('immutable');
    const forget = `new Promise((resolve, reject) => {
      const asked = indexedDB.deleteDatabase('switchyard-session');
      asked.onsuccess = () => resolve('forgotten');
      asked.onerror = () => reject(asked.error);
    })`;
    expect(await inPage(page, forget)).toBe('forgotten');
    for (const isThere of [true, false]) {
      if (!isThere) await served.kill();
      await page.reload();
      await expect(page.getByRole('heading', { name: 'not signed in' })).toBeVisible();
      await expect(card(page, 'e.1')).toHaveCount(0);
    }
    await served.start();
    // Entered into the same tab, where only what stands behind the # is another one.
    await page.goto(served.url);
    await expect(card(page, 'e.1')).toBeVisible();
    expect(page.url()).not.toContain('key');
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
