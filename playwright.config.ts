import { defineConfig } from '@playwright/test';
import type { StoryOptions } from './test/e2e/story.ts';
import { browserArguments, findBrowser } from './test/helpers/browser.ts';

/** Stories in a browser, on `serve`; `playwright.desktop.config.ts` has those on the desktop app. */
export default defineConfig<object, StoryOptions>({
  testDir: 'test/e2e',
  outputDir: 'out/test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  // Each story has a host, agents and a page of its own, and waits for them: four at a time fill two cores.
  workers: 4,
  forbidOnly: true,
  reporter: 'list',
  use: {
    hostName: 'browser',
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser(), args: [...browserArguments] },
    // Without a picture for every frame: taking them is a fifth of what a story computes.
    trace: { mode: 'retain-on-failure', screenshots: false },
    screenshot: 'only-on-failure',
  },
});
