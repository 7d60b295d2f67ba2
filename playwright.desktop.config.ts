import { defineConfig } from '@playwright/test';

/** Stories with the real Electron; `npm run test:desktop` looks first whether there is one. */
export default defineConfig({
  testDir: 'test/desktop',
  outputDir: 'out/test-desktop',
  // Every story starts the app, some twice.
  timeout: 60_000,
  workers: 1,
  forbidOnly: true,
  reporter: 'list',
});
