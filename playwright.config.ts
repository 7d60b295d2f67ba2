import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './test/helpers/browser.ts';

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'out/test-results',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  // Each story has a host, agents and a browser of its own: two at a time fill two cores.
  workers: 2,
  forbidOnly: true,
  reporter: 'list',
  use: {
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { executablePath: findBrowser(), args: [...browserArguments] },
    trace: 'retain-on-failure',
  },
});
