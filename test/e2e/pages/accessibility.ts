import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';

/** What axe finds wrong on the page as it is now, one line for each element. */
async function violationsOf(
  page: Page,
  {
    only,
    ignored = [],
  }: { readonly only?: readonly string[]; readonly ignored?: readonly string[] },
): Promise<readonly string[]> {
  // The page has no frames; for them axe would open a second page, which the desktop app refuses.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (only === undefined) axe.disableRules([...ignored]);
  else axe.withRules([...only]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => id !== 'region' || !isBetweenLandmarks(html))
      .map(({ html, failureSummary }) => `${id}: ${html}\n    ${failureSummary ?? ''}`),
  );
}

/** What divides two landmarks lies in neither. */
function isBetweenLandmarks(html: string): boolean {
  return html.includes('role="separator"');
}

/** Fails with what axe found, and where. Of what is looked at, only contrast depends on the theme. */
export async function expectAccessible(
  page: Page,
  where: string,
  ignored: readonly string[] = [],
): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await violationsOf(page, { ignored }), where).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect.soft(await violationsOf(page, { only: ['color-contrast'] }), `${where}, dark`).toEqual([]);
}
