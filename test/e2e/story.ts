import { test as base, expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import { serveApp } from './served-app.ts';
import type { ServedApp, ServedAppOptions } from './served-app.ts';

interface StoryFixtures {
  readonly appOptions: ServedAppOptions;
  /** The program, serving a repository of its own to this one story. */
  readonly app: ServedApp;
  /** Opens the app in the story's page, signed in. */
  readonly enter: (page?: Page) => Promise<void>;
}

/** A user's story with real engine, git, terminals and store, in a real browser. */
export const story = base.extend<StoryFixtures>({
  appOptions: [{}, { option: true }],
  app: async ({ appOptions }, use) => {
    const app = await serveApp(appOptions);
    await use(app);
    await app.dispose();
  },
  enter: async ({ app, page }, use) => {
    await use(async (own = page) => {
      await own.goto(app.url);
    });
  },
  page: async ({ page }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await use(page);
    // An exception that nobody caught is a bug, whatever the story was about.
    expect(problems).toEqual([]);
  },
});

export { expect } from '@playwright/test';
