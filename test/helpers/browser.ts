import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from 'playwright';
import type { Browser } from 'playwright';

/** Switches that keep a test's browser quiet, and let it run as root and without a graphics card. */
export const browserArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a Chromium without a window; whoever starts it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findBrowser(), args: [...browserArguments] });
}

/**
 * The Chromium that tests use: Playwright's own, else an installed Chrome or Chromium, else Playwright's
 * is downloaded, else Debian's is installed where that is allowed. Wherever there is a headless shell, it is
 * that: the same engine without the browser around it, which computes a sixth less in a story.
 * @throws when there is none and none can be had
 */
export function findBrowser(): string {
  const found = ownBrowser() ?? installedBrowser();
  if (found !== null) return found;
  if (runs(process.execPath, [playwrightCommand(), 'install', 'chromium'])) {
    const own = ownBrowser();
    if (own !== null) return own;
  }
  // A fresh machine knows no packages before the first update; an older Debian has no shell by itself.
  const mayInstall = process.getuid?.() === 0 && runs('apt-get', ['update']);
  if (mayInstall && (install('chromium-headless-shell') || install('chromium'))) {
    const installed = installedBrowser();
    if (installed !== null) return installed;
  }
  throw new Error(
    'These tests need a Chromium: install Chrome or Chromium, or run `npx playwright install chromium`.',
  );
}

function ownBrowser(): string | null {
  const file = chromium.executablePath();
  if (!existsSync(file)) return null;
  // It is downloaded beside the browser, as `chromium_headless_shell-<revision>`.
  const shells = file.replace(/chromium(-\d+)[\\/].*$/, 'chromium_headless_shell$1');
  const [shell] = globSync('*/*headless*shell{,.exe}', { cwd: shells });
  return shell === undefined ? file : join(shells, shell);
}

function installedBrowser(): string | null {
  const names = [
    'chromium-headless-shell',
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'chrome',
  ];
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const fixed = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    join(process.env['PROGRAMFILES'] ?? '/', 'Google/Chrome/Application/chrome.exe'),
  ];
  return [...onPath, ...fixed].find((file) => isExecutable(file)) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightCommand(): string {
  return join(dirname(createRequire(import.meta.url).resolve('playwright')), 'cli.js');
}

function install(debianPackage: string): boolean {
  return runs('apt-get', ['install', '-y', '--no-install-recommends', debianPackage]);
}

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 300_000 });
    return true;
  } catch {
    return false;
  }
}
