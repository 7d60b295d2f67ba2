import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // On two cores vitest would take one worker. A test with processes computes 5 s of 20: four of them fill two cores.
    maxWorkers: 4,
    projects: [
      {
        test: {
          name: 'unit',
          // Property tests on a busy machine.
          testTimeout: 30_000,
          // Pure code leaves nothing behind: what a file loads is loaded once for all of them.
          isolate: false,
          include: ['src/**/*.test.{ts,tsx}'],
        },
      },
      {
        test: {
          name: 'architecture',
          testTimeout: 30_000,
          include: ['test/architecture/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
