import type { Locator, Page } from '@playwright/test';
import { card } from './board.ts';

/** Tabs of the task panel. */
export type TabTitle =
  'Spec' | 'Session' | 'Diff' | 'Evidence' | 'Receipts' | 'Snapshots' | 'History';

/** The panel beside the view. */
export function taskPanel(page: Page, id: string): Locator {
  return page.getByRole('complementary', { name: `Task ${id}`, exact: true });
}

/** Clicks a card of the board; its panel opens. */
export async function openTask(page: Page, id: string): Promise<Locator> {
  await card(page, id).click();
  return taskPanel(page, id);
}

/** Chooses a tab of an open panel. */
export async function openTab(panel: Locator, title: TabTitle): Promise<Locator> {
  await panel.getByRole('tab', { name: title }).click();
  return panel.getByRole('tabpanel', { name: title });
}

/** The terminal in an open panel; its text can be asked for. */
export function terminal(panel: Locator): Locator {
  return panel.getByRole('region', { name: 'Terminal', exact: true });
}

/** The field of the description, which is opened where the text is shown as it reads. */
export async function editDescription(panel: Locator): Promise<Locator> {
  await panel.getByRole('button', { name: 'Edit the description' }).click();
  return panel.getByRole('textbox', { name: 'Description', exact: true });
}

/** What an agent said and did, in an open panel. */
export function session(panel: Locator): Locator {
  return panel.getByRole('region', { name: 'Session', exact: true });
}
