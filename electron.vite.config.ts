import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { pageWorker, workerFile } from './tools/page-worker.ts';

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: 'src/main/index.ts',
          cli: 'src/main/cli.ts',
          // A thread's own file; `screen-restorer.ts` finds it beside the others.
          'screen-worker': 'src/main/terminal/screen-worker.ts',
          // Likewise for `output-reader.ts`.
          'output-worker': 'src/main/reading/output-worker.ts',
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: 'src/preload/index.ts', output: { format: 'cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), tailwindcss(), pageWorker()],
    build: {
      outDir: 'out/renderer',
      minify: true,
      // The page comes from this machine, never over a network: a warning over Monaco's size says nothing.
      chunkSizeWarningLimit: 4_000,
      rollupOptions: {
        input: {
          index: 'src/renderer/index.html',
          worker: 'src/service-worker/service-worker.ts',
        },
        output: {
          entryFileNames: ({ name }) =>
            name === 'worker' ? workerFile : 'assets/[name]-[hash].js',
        },
      },
    },
  },
});
