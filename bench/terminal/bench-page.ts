import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { join } from 'node:path';
import { build } from 'vite';
import { browserArguments, findBrowser } from '../../test/helpers/browser.ts';

/** The functions of the bench's page, see page/main.tsx. */
interface PageBench {
  show(large: string | null, tiles: readonly string[], typed: string): void;
  readonly echoes: number[];
  parse(text: string, megabytes: number): Promise<number>;
}

declare global {
  // The name that the page gives it.
  var terminalBench: PageBench;
}

/** Builds the page into `folder`, as the product's page is built. */
export async function buildPage(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, 'page'),
    plugins: [react(), tailwindcss()],
    build: { outDir: folder, emptyOutDir: true, minify: true, chunkSizeWarningLimit: 5_000 },
  });
}

/** A page in a real Chromium. */
export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  /** Numbers of the processes that run pages: a spare one of the browser's is among them. */
  readonly processIds: readonly number[];
}

/** Opens `url` in a Chromium of its own. */
export async function openPage(url: string): Promise<OpenPage> {
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: [...browserArguments],
  });
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  await page.goto(url);
  await page.waitForFunction(() => 'terminalBench' in globalThis);
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return { page, browser, processIds: renderers.map(({ id }) => id) };
}
