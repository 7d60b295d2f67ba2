import { card, expectColumn } from '../pages/board.ts';
import { taskPanel } from '../pages/task-panel.ts';
import { expect, servedStory as story } from '../story.ts';

/** Only with serve: what is on its way to the desktop's pages cannot be held back by a story. */
story(
  'a field that is waited for gets the focus and no letter becomes a command, unless the person turns elsewhere',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    let gate = Promise.withResolvers<void>();
    await page.route('**/assets/open-task-*.js', async (route) => {
      await gate.promise;
      await route.continue();
    });
    await enter();
    await expectColumn(page, 'Ready', ['e.1']);
    const title = taskPanel(page, 'e.1').getByRole('textbox', { name: 'Title', exact: true });
    await card(page, 'e.1').focus();
    await page.keyboard.press('e');
    // The command with this key opens a dialog.
    await page.keyboard.type('c');
    gate.resolve();
    await expect(title).toBeFocused();
    await expect(page.getByRole('dialog')).toHaveCount(0);

    gate = Promise.withResolvers<void>();
    await page.keyboard.press('Escape');
    await page.reload();
    await card(page, 'e.1').focus();
    await page.keyboard.press('e');
    const filter = page.getByRole('searchbox');
    await filter.click();
    gate.resolve();
    await expect(title).toBeVisible();
    await expect(filter).toBeFocused();
  },
);
