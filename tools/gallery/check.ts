import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { launchBrowser } from '../../test/helpers/browser.ts';
import { serveGallery } from './server.ts';

/**
 * Opens the gallery in both themes, asks axe for violations and takes a picture of each section:
 * `node tools/gallery/check.ts FOLDER`. Ends with 1 when axe finds something.
 */

async function violationsOf(
  page: Page,
  ignored: readonly string[] = [],
): Promise<readonly string[]> {
  // Popups are rendered beside the page's landmarks, as the platform's own are.
  const { violations } = await new AxeBuilder({ page })
    .disableRules(['region', ...ignored])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary ?? ''}`),
  );
}

async function takePictures(page: Page, folder: string, theme: string): Promise<void> {
  const sections = page.locator('main > section');
  for (let index = 0; index < (await sections.count()); index += 1) {
    const section = sections.nth(index);
    const name = ((await section.getAttribute('aria-label')) ?? '')
      .replaceAll(/\W+/g, '-')
      .toLowerCase();
    await section.screenshot({ path: join(folder, `${theme}-${name}.png`) });
  }
}

/** Opens what opens, one after the other, with a picture and a check of each. */
async function checkPopups(page: Page, folder: string, theme: string): Promise<readonly string[]> {
  const problems: string[] = [];
  const openers = [
    ['dialog', () => page.getByRole('button', { name: 'Open a dialog' }).click()],
    ['popover', () => page.getByRole('button', { name: 'Open a popover' }).click()],
    ['menu', () => page.getByRole('button', { name: 'Workspace' }).click()],
    ['select', () => page.getByRole('combobox', { name: 'Agent', exact: true }).click()],
    ['combobox', () => page.getByRole('combobox', { name: 'Find an agent' }).click()],
    ['palette', () => page.getByRole('button', { name: 'Open the palette' }).click()],
    ['tooltip', () => page.getByRole('button', { name: 'With a tooltip' }).hover()],
    ['toast', () => page.getByRole('button', { name: 'Do and offer undo' }).click()],
  ] as const;
  for (const [name, open] of openers) {
    await open();
    // An open combobox hides the rest of the page from assistive technology, and closes when focus goes there.
    const ignored = name === 'combobox' ? ['aria-hidden-focus', 'page-has-heading-one'] : [];
    await page.waitForTimeout(700);
    await page.screenshot({ path: join(folder, `${theme}-open-${name}.png`) });
    problems.push(...(await violationsOf(page, ignored)).map((problem) => `${name}: ${problem}`));
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
  }
  return problems;
}

async function check(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true });
  const server = await serveGallery(0);
  const browser = await launchBrowser();
  const problems: string[] = [];
  try {
    for (const theme of ['light', 'dark'] as const) {
      const context = await browser.newContext({
        colorScheme: theme,
        viewport: { width: 1100, height: 900 },
        deviceScaleFactor: 2,
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(`${theme}: ${error.message}`));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()))
          problems.push(`${theme}: ${message.text()}`);
      });
      await page.goto(server.resolvedUrls?.local[0] ?? '');
      await page.getByRole('heading', { name: 'Interface gallery' }).waitFor();
      await page.waitForTimeout(800);
      problems.push(...(await violationsOf(page)).map((problem) => `${theme}: ${problem}`));
      await takePictures(page, folder, theme);
      problems.push(...(await checkPopups(page, folder, theme)));
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
  process.stdout.write(`${problems.join('\n')}\n${problems.length} problems\n`);
  return problems.length === 0 ? 0 : 1;
}

process.exitCode = await check(resolve(process.argv[2] ?? 'out/gallery'));
