import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { card } from './board.ts';
import type { ViewTitle } from './frame.ts';

/** More stops than any view has. */
const mostStops = 40;

/** Presses Tab until an element has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < mostStops; stops += 1) {
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

/** Goes to a button, link or tab with Tab, and presses Enter on it. */
export async function pressWithKeys(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Finds the card of a task with the board's filter, which leaves the focus on it, and shows all again. */
export async function focusCard(page: Page, id: string): Promise<void> {
  const { keyboard } = page;
  await expect(card(page, id)).toBeVisible();
  await keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await keyboard.type(id);
  await expect(page.getByRole('group', { name: 'Board' }).getByRole('option')).toHaveCount(1);
  await keyboard.press('Enter');
  await expect(card(page, id)).toBeFocused();
}

/** Goes to a view with its two keys. */
export async function goWithKeys(page: Page, key: string, title: ViewTitle): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeFocused();
}

/** Runs the task whose card has the focus. */
export async function runFocused(page: Page): Promise<void> {
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog', { name: /^Run / });
  await pressWithKeys(page, dialog.getByRole('button', { name: /^Run \d+ tasks?$/ }));
  await expect(dialog).toBeHidden();
}
