import { defineConfig } from '@playwright/test';
import type { StoryOptions } from './test/e2e/story.ts';
import { browserArguments, findBrowser } from './test/helpers/browser.ts';

/** For stories of all hosts the page is not kept for when the host is away: that is a seventh of what they compute. */
const unkept = { reducedMotion: 'reduce', serviceWorkers: 'block' } as const;

/** Stories in a browser, on `serve`; `playwright.desktop.config.ts` has those on the desktop app. */
export default defineConfig<object, StoryOptions>({
  testDir: 'test/e2e',
  outputDir: 'out/test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  // Each story has a host, agents and a page of its own, and waits for them most of its time.
  workers: 3,
  forbidOnly: true,
  reporter: 'list',
  use: {
    hostName: 'browser',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser(), args: [...browserArguments] },
    // What happened in a story that failed is recorded when it is run again with `--trace on`: to record all of them is
    // a sixth of what they compute.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'served', testDir: 'test/e2e/served' },
    { name: 'app', testIgnore: 'served/**', use: { contextOptions: unkept } },
  ],
});
