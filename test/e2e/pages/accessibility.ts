import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** What lies in no landmark by its nature, or in such a thing: what divides two of them, what floats above all. */
const outsideLandmarks = 'xpath=ancestor-or-self::*[@role="separator" or @role="menu"]';

/** What axe finds wrong on the page as it is now, one line for each element. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  // The page has no frames; for them axe would open a second page, which the desktop app refuses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found: string[] = [];
  for (const { id, nodes } of violations) {
    for (const { html, target, failureSummary } of nodes) {
      if (id === 'region' && (await isOutsideLandmarks(page, target.join(' ')))) continue;
      found.push(`${id}: ${html}\n    ${failureSummary ?? ''}`);
    }
  }
  return found;
}

async function isOutsideLandmarks(page: Page, selector: string): Promise<boolean> {
  return (await page.locator(selector).locator(outsideLandmarks).count()) > 0;
}

/** Fails with what axe finds in each of the two themes, and where. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect.soft(await violationsOf(page), `${where}, ${colorScheme}`).toEqual([]);
  }
}
