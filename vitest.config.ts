import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/helpers/longest-first.ts';

export default defineConfig({
  test: {
    // On two cores vitest would take one worker. A test with processes computes 5 s of 20: four of them fill two cores.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
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
          // Programs that tests start from their sources are compiled once, not at each of a thousand starts.
          env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
          globalSetup: ['test/helpers/build-host.ts'],
          // What tests change is in folders and processes of theirs: to load the app again for each file takes 1.5 s of a processor.
          isolate: false,
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
