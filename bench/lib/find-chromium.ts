import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Where there is a Chromium: Playwright's own, else an installed one; throws with what to do. */
export function findChromium(): string {
  const found = [chromium.executablePath(), ...installed].find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new Error('There is no Chromium. Install one: `npx playwright install chromium`.');
}

/** How to start it, as root and without a graphics processor too, and without calls to anybody. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
