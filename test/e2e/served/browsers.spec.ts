import type { Page } from '@playwright/test';
import { expectAccessible } from '../pages/accessibility.ts';
import { card, expectColumn } from '../pages/board.ts';
import { goToView } from '../pages/frame.ts';
import { expect, servedStory as story } from '../story.ts';

// Only with serve: the desktop's window is let in by the app itself.

async function openBrowsers(page: Page) {
  await goToView(page, 'Settings');
  await page.getByRole('radio', { name: 'This machine' }).click();
  return page.getByRole('region', { name: 'Browsers' });
}

story(
  'settings list the browsers that are signed in, and one that is signed out is cut off at once',
  async ({ app, page, served, chromium, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    const browsers = await openBrowsers(page);
    await expect(browsers.getByRole('listitem')).toHaveCount(1);
    await expect(browsers).toContainText('No other browser is signed in.');
    await expect(browsers.getByRole('listitem')).toContainText('this browser');
    await expectAccessible(page, 'no other browser');

    await served.kill();
    await served.start();
    const elsewhere = await chromium!.newContext();
    const second = await elsewhere.newPage();
    await second.goto(served.url);
    await expectColumn(second, 'Ready', ['e.1']);
    await expect(browsers.getByRole('listitem')).toHaveCount(2);
    const other = browsers.getByRole('listitem').filter({ hasNotText: 'this browser' });
    await expect(other).toContainText(/Chrome on .*Here now, signed in .*, until /);
    await expectAccessible(page, 'another browser');

    // By keyboard alone, and asked first: it cannot be taken back.
    await other.getByRole('button', { name: /^Sign out Chrome/ }).focus();
    await page.keyboard.press('Enter');
    const question = page.getByRole('dialog', { name: /^Sign out Chrome on/ });
    await question.getByRole('button', { name: 'Leave it signed in' }).press('Enter');
    await expect(question).toBeHidden();
    await expect(card(second, 'e.1')).toBeVisible();
    await page.keyboard.press('Enter');
    await question.getByRole('button', { name: 'Sign out' }).press('Enter');
    await expect(
      second.getByRole('heading', { name: 'This browser was signed out' }),
    ).toBeVisible();
    await expect(card(second, 'e.1')).toHaveCount(0);
    await expectAccessible(second, 'signed out');
    await expect(browsers.getByRole('listitem')).toHaveCount(1);
    await second.reload();
    await expect(
      second.getByRole('heading', { name: 'This browser was signed out' }),
    ).toBeVisible();

    // A new address lets it in again, in the same tab.
    await served.kill();
    await served.start();
    await second.goto(served.url);
    await expectColumn(second, 'Ready', ['e.1']);
    await expect(browsers.getByRole('listitem')).toHaveCount(2);
    await browsers.getByRole('button', { name: 'Sign out all others' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(
      second.getByRole('heading', { name: 'This browser was signed out' }),
    ).toBeVisible();
    await expect(browsers.getByRole('listitem')).toHaveCount(1);
    await elsewhere.close();

    await browsers.getByRole('button', { name: /^Sign out/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByRole('heading', { name: 'This browser was signed out' })).toBeVisible();
  },
);
