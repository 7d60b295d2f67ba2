import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(projectRoot, 'node_modules/.cache/hosts');

/**
 * The host that tests kill, as `setup` builds it. It lies as deep below the project as its source, which looks for
 * its files from where it is.
 */
export const builtHost = join(folder, 'run-host.js');

/**
 * Builds `test/fixtures/hosts` once, before the tests begin: a host that is started from its sources loads and strips
 * several hundred files, which is a quarter of what it computes.
 */
export async function setup(): Promise<void> {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { noExternal: true, external: ['node-pty', 'open'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rollupOptions: {
        input: {
          'run-host': 'test/fixtures/hosts/run-host.ts',
          // A thread's own file lies beside what starts it, as in the built program.
          'screen-worker': 'src/main/terminal/screen-worker.ts',
          'output-worker': 'src/main/reading/output-worker.ts',
        },
        output: { format: 'es' },
      },
    },
  });
}
