import type { Locator, Page } from '@playwright/test';

/** Views that the rail leads to. */
export type ViewTitle = 'Board' | 'Runs' | 'Graph' | 'Inbox' | 'Settings';

/** Goes to another view with the rail. */
export async function goToView(page: Page, title: ViewTitle): Promise<void> {
  const views = page.getByRole('navigation', { name: 'Views' });
  await views.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { name: title, level: 1 }).waitFor();
}

/** The bar at the bottom. */
export function statusBar(page: Page): Locator {
  return page.getByRole('contentinfo', { name: 'Status' });
}

/** The toasts that are shown. */
export function toasts(page: Page): Locator {
  return page.getByRole('region', { name: /^Notifications alt/ });
}

/** Opens the palette with its key and runs the command with this title. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'All commands' });
  await palette.getByRole('combobox').fill(title);
  await palette.getByRole('option', { name: title }).first().waitFor();
  await page.keyboard.press('Enter');
}
