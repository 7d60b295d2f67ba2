import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';

/** Titles of the board's columns. */
export type ColumnTitle = 'Backlog' | 'Ready' | 'In progress' | 'Checking' | 'Blocked' | 'Done';

/** A column of the board. */
export function column(page: Page, title: ColumnTitle): Locator {
  return page.getByRole('group', { name: 'Board' }).getByRole('region', { name: title });
}

/** The card of a task, wherever it is. */
export function card(page: Page, id: string): Locator {
  return page.getByRole('group', { name: 'Board' }).getByRole('option', { name: beginsWith(id) });
}

/** The card of a task, if it is in this column. */
export function cardIn(page: Page, title: ColumnTitle, id: string): Locator {
  return column(page, title).getByRole('option', { name: beginsWith(id) });
}

/** A card is named by all that stands on it, its id first. */
function beginsWith(id: string): RegExp {
  return new RegExp(String.raw`^${RegExp.escape(id)}(?![\w.-])`);
}

/** The id on a card. */
export async function idOn(shown: Locator): Promise<string> {
  const [id = ''] = (await shown.innerText()).split('\n');
  return id.trim();
}

/** Waits until all of these tasks, and no others, are in a column. */
export async function expectColumn(
  page: Page,
  title: ColumnTitle,
  ids: readonly string[],
): Promise<void> {
  await expect(column(page, title).getByRole('option')).toHaveCount(ids.length);
  for (const id of ids) await expect(cardIn(page, title, id)).toBeVisible();
}

/** A drag under way: the button of the mouse is down. */
export interface Drag {
  /** Moves over a column, where the drop hint stands. */
  over(title: ColumnTitle): Promise<Locator>;
  drop(): Promise<void>;
}

/** Takes a card with the mouse. */
export async function take(page: Page, id: string): Promise<Drag> {
  const { x, y } = await middleOf(card(page, id));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 12, y + 4, { steps: 4 });
  return {
    async over(title) {
      const target = column(page, title);
      const at = await middleOf(target);
      await page.mouse.move(at.x, at.y, { steps: 12 });
      await page.mouse.move(at.x + 2, at.y, { steps: 2 });
      return target;
    },
    async drop() {
      await page.mouse.up();
    },
  };
}

/** Drags a card with the mouse into a column. */
export async function drag(page: Page, id: string, to: ColumnTitle): Promise<void> {
  const held = await take(page, id);
  await held.over(to);
  await held.drop();
}

async function middleOf(element: Locator): Promise<{ x: number; y: number }> {
  await element.scrollIntoViewIfNeeded();
  const box = await element.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Runs whatever is ready now, and nothing after it. */
export async function runAllReady(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More ways to run' }).click();
  await page.getByRole('menuitem', { name: 'Run only what is ready now' }).click();
  await confirmRun(page);
}

/** The button that starts work; it says how much. */
export function runButton(page: Page): Locator {
  return page.getByRole('banner').getByRole('button', { name: /^(Run|Queue) (all|\d+)/ });
}

/** Runs every open task of the workspace. */
export async function runAllOpen(page: Page): Promise<void> {
  await runButton(page).click();
  await confirmRun(page);
}

/** Starts the run that the open dialog describes. */
export async function confirmRun(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /^Run / });
  await dialog.getByRole('button', { name: /^Run \d+ tasks?$/ }).click();
  await expect(dialog).toBeHidden();
}
