/**
 * Runs the stories of this folder and those of `test/e2e` on the desktop app, where there is an Electron
 * binary and a display. Elsewhere it says in one line that they were not run, which is no failure, and no
 * success either.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const root = dirname(dirname(import.meta.dirname));

/** Looked for by its file: asking the package for its program would begin to download one. */
function hasElectron(): boolean {
  const folder = dirname(require.resolve('electron/package.json'));
  const name = join(folder, 'path.txt');
  const program = existsSync(name) ? readFileSync(name, 'utf8').trim() : 'electron';
  const own = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  return existsSync(join(own ?? join(folder, 'dist'), program));
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

const missing = hasElectron() ? (hasDisplay() ? null : 'display') : 'Electron binary';
if (missing === null) {
  const program = require.resolve('@playwright/test/cli');
  const args = [program, 'test', '--config', join(root, 'playwright.desktop.config.ts')];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  console.log(`desktop: not run (no ${missing} here)`);
}
