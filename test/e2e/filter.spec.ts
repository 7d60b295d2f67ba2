import type { Page } from '@playwright/test';
import { card, expectColumn } from './pages/board.ts';
import { goToView } from './pages/frame.ts';
import { expect, story } from './story.ts';

function filterField(page: Page) {
  return page.getByRole('searchbox', { name: 'Filter the board' });
}

story(
  'a link to an epic shows that epic alone, by a filter that can be seen and cleared',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'shop.1', epic: 'shop' },
      { id: 'shop-2.1', epic: 'shop-2' },
      { id: 'other.1', epic: 'other' },
    ]);
    await enter();
    await expectColumn(page, 'Ready', ['shop.1', 'shop-2.1', 'other.1']);
    const [, workspace = ''] = /#\/w\/([^/]+)/.exec(page.url()) ?? [];
    // Where `switchyard://workspace/<id>/epic/shop` leads to.
    await page.evaluate(`location.hash = '#/w/${workspace}/board/about/shop'`);
    await expectColumn(page, 'Ready', ['shop.1']);
    await expect(filterField(page)).toHaveValue('epic:shop');

    await page.reload();
    await expectColumn(page, 'Ready', ['shop.1']);
    await expect(filterField(page)).toHaveValue('epic:shop');
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await expectColumn(page, 'Ready', ['shop.1', 'shop-2.1', 'other.1']);
    expect(page.url()).not.toContain('about');
    await goToView(page, 'Inbox');
    await goToView(page, 'Board');
    await expect(filterField(page)).toHaveValue('');
  },
);

story(
  'the filter finds several ids, and says what it does not know',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2' }, { id: 'e.3' }, { id: 'e.10' }]);
    await enter();
    await filterField(page).fill('e.1 E.3');
    await expectColumn(page, 'Ready', ['e.1', 'e.3']);
    const hint = page.getByRole('status').filter({ hasText: 'Words:' });
    await expect(hint).toBeHidden();
    await filterField(page).fill('is:foo');
    await expect(hint).toContainText(
      '“is:” takes open, backlog, ready, running, waiting, needs-me, blocked or done',
    );
    await filterField(page).fill('e.10 status:open');
    await expect(hint).toContainText('“status:” is no word of the filter');
    await filterField(page).fill('is:ready e.10');
    await expect(hint).toBeHidden();
    await expectColumn(page, 'Ready', ['e.10']);
    await expect(card(page, 'e.10')).toBeVisible();
  },
);
