import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';

/** Names that an installed Chromium or Chrome goes by. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** What a browser is started with: no sandbox for root in containers, and nothing that calls out. */
export const browserArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser without a window; whoever starts it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: [...browserArguments] });
}

/**
 * The browser that tests run in: Playwright's own, else one that is installed, else it is fetched by
 * Playwright, else from the system's packages where that is allowed.
 * @throws {Error} when there is none and none can be had
 */
export function findBrowser(): string {
  const found = installed();
  if (found !== null) return found;
  for (const [program, ...args] of [
    ['npx', 'playwright', 'install', 'chromium'],
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
  ]) {
    process.stderr.write(`No browser yet: ${[program, ...args].join(' ')}\n`);
    spawnSync(program ?? '', args, { stdio: 'ignore', timeout: 600_000 });
    const fetched = installed();
    if (fetched !== null) return fetched;
  }
  throw new Error('There is no Chromium. Install one, or run: npx playwright install chromium');
}

function installed(): string | null {
  const own = chromium.executablePath();
  if (isProgram(own)) return own;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
