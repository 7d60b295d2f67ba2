import { test as base, expect } from '@playwright/test';
import type { Browser } from '@playwright/test';
import { showInBrowser } from './hosts/in-browser.ts';
import { showOnDesktop } from './hosts/on-desktop.ts';
import type { HostName, ShownApp } from './hosts/shown-app.ts';
import { foreignSite } from './pages/foreign-site.ts';
import type { ForeignSite } from './pages/foreign-site.ts';
import type { ServeProcess } from './served-app.ts';
import { makeStoryApp } from './story-app.ts';
import type { StoryApp, StoryAppOptions } from './story-app.ts';

interface StoryFixtures {
  readonly appOptions: StoryAppOptions;
  /** The repository of this one story, and the command line in it. */
  readonly app: StoryApp;
  /** The app, shown by the host that the project has chosen; its page is `page`. */
  readonly shown: ShownApp;
  /** Brings the page to where the app begins. */
  readonly enter: () => Promise<void>;
  readonly foreign: ForeignSite;
}

export interface StoryOptions {
  /** Chosen by the project; stories do not ask for it. */
  readonly hostName: HostName;
  /** One for all stories of a worker; null where the desktop app is the browser. */
  readonly chromium: Browser | null;
}

/** What windows of all hosts have, so that stories see the same. */
const defaultSize = { width: 1440, height: 900 };

/** A user's story with real engine, git, terminals and store, in a real browser or the desktop app. */
export const story = base.extend<StoryFixtures, StoryOptions>({
  hostName: ['browser', { option: true, scope: 'worker' }],
  chromium: [
    async ({ hostName, playwright }, use) => {
      const browser = hostName === 'browser' ? await playwright.chromium.launch() : null;
      await use(browser);
      await browser?.close();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  appOptions: [{}, { option: true }],
  app: async ({ appOptions }, use) => {
    const app = await makeStoryApp(appOptions);
    await use(app);
    app.dispose();
  },
  shown: async ({ app, appOptions, chromium, contextOptions, viewport }, use) => {
    const shown =
      chromium === null
        ? await showOnDesktop(app, appOptions, viewport ?? defaultSize)
        : await showInBrowser(app, appOptions, chromium, { ...contextOptions, viewport });
    await use(shown);
    await shown.close();
  },
  enter: async ({ shown }, use) => {
    await use(async () => shown.enter());
  },
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads which fixtures are needed from the pattern
  foreign: async ({}, use) => {
    const site = await foreignSite();
    await use(site);
    await site.close();
  },
  context: async ({ shown }, use) => {
    await use(shown.page.context());
  },
  page: async ({ shown }, use) => {
    const { page } = shown;
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    await use(page);
    // An exception that nobody caught is a bug, whatever the story was about.
    expect(problems).toEqual([]);
  },
});

/** A story of `serve` itself, which no other host can show; such stories are in `served`. */
export const servedStory = story.extend<{ readonly served: ServeProcess }>({
  served: async ({ shown }, use) => {
    if (shown.served === null) throw new Error('This story is about serve: it needs a browser.');
    await use(shown.served);
  },
});

export { expect } from '@playwright/test';
