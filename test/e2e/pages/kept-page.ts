import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { inPage } from './in-page.ts';

/** Addresses in each cache of the page's origin, by the cache's name. */
export async function cachesOf(page: Page): Promise<Readonly<Record<string, readonly string[]>>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of what the expression makes
  return (await inPage(
    page,
    `(async () => {
      const found = {};
      for (const name of await caches.keys()) {
        const requests = await (await caches.open(name)).keys();
        found[name] = requests.map(({ url }) => url);
      }
      return found;
    })()`,
  )) as Record<string, string[]>;
}

/** Waits until the browser can load the page without the host. */
export async function untilKept(page: Page): Promise<void> {
  const controls = `navigator.serviceWorker.controller?.state`;
  await expect.poll(async () => inPage(page, controls), { timeout: 30_000 }).toBe('activated');
}

/** Waits until the page is kept, and nothing that belongs to that is asked of the host any more. */
export async function untilKeptWhole(page: Page): Promise<void> {
  await untilKept(page);
  // The text of the worker is fetched before and after it was taken on.
  const asked = `performance.getEntriesByType('resource')
    .filter(({ name }) => name.includes('/service-worker.js')).length`;
  await expect.poll(async () => inPage(page, asked), { timeout: 30_000 }).toBeGreaterThan(1);
}
