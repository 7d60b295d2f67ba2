import { defineConfig } from '@playwright/test';
import type { StoryOptions } from './test/e2e/story.ts';

/**
 * Stories on the real Electron: those of `test/e2e` that are not about `serve`, and those of its window.
 * `npm run test:desktop` looks first whether there is an Electron.
 */
export default defineConfig<object, StoryOptions>({
  outputDir: 'out/test-desktop',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // One window at a time has the keyboard's focus.
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
  projects: [
    {
      name: 'desktop',
      testDir: 'test',
      testMatch: ['e2e/*.spec.ts', 'desktop/*.spec.ts'],
      use: { hostName: 'desktop', viewport: { width: 1440, height: 900 } },
    },
  ],
});
