import { card } from '../pages/board.ts';
import { goToView } from '../pages/frame.ts';
import { inPage } from '../pages/in-page.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: the desktop app has no address bar, and one window. */

story(
  'the address keeps how the board is shown: after a reload, in a link, and on the way back',
  async ({ app, page, enter, context }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2' }, { id: 'f.1', epic: 'f' }]);
    await enter();
    await page.getByRole('radio', { name: 'Epics' }).click();
    const filter = page.getByRole('searchbox', { name: 'Filter the board' });
    await filter.fill('e.1');
    await expect(card(page, 'e.2')).toBeHidden();
    await expect(page).toHaveURL(/#.*\/board\/by\/epic\/only\/e\.1$/);
    const steps = await inPage(page, 'history.length');

    await page.reload();
    await expect(page.getByRole('radio', { name: 'Epics' })).toBeChecked();
    await expect(filter).toHaveValue('e.1');
    await expect(card(page, 'e.1')).toBeVisible();
    await expect(card(page, 'e.2')).toBeHidden();
    expect(await inPage(page, 'history.length')).toBe(steps);

    await filter.fill('f.1 is:ready/50%');
    await filter.fill('f.1');
    await expect(page).toHaveURL(/only\/f\.1$/);
    await goToView(page, 'Graph');
    await expect(page).not.toHaveURL(/only/);
    await page.goBack();
    await expect(filter).toHaveValue('f.1');
    await expect(page).toHaveURL(/by\/epic\/only\/f\.1$/);

    const link = page.url().replace('f.1', 'e.2').replace('by/epic', 'by/batch');
    const other = await context.newPage();
    await other.goto(link);
    await expect(card(other, 'e.2')).toBeVisible();
    await expect(card(other, 'e.1')).toBeHidden();
    await expect(other.getByRole('radio', { name: 'Layers' })).toBeChecked();

    await page.getByRole('radio', { name: 'Columns' }).click();
    await filter.fill('');
    await expect(page).toHaveURL(/\/board$/);
    await expect(card(page, 'e.1')).toBeVisible();
  },
);
