import { goToView, runCommand } from './pages/frame.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'what begins work, takes items in and out, or is about all can be done from every view',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await goToView(page, 'Inbox');
    const dialogs = { c: 'New task', 'Shift+C': 'New epic', 'Shift+I': 'Import epics and tasks' };
    for (const [key, name] of Object.entries(dialogs)) {
      await page.keyboard.press(key);
      await expect(page.getByRole('dialog', { name })).toBeVisible();
      await page.keyboard.press('Escape');
      // While it closes, it still keeps all keys to itself.
      await expect(page.getByRole('dialog')).toHaveCount(0);
    }
    const download = page.waitForEvent('download');
    await page.keyboard.press('Shift+E');
    expect((await download).suggestedFilename()).toMatch(/\.json$/);

    await goToView(page, 'Settings');
    await runCommand(page, 'Run all open tasks');
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await dialog.getByRole('button', { name: 'Run 1 task' }).click();
    await expect(dialog).toBeHidden();
    const rail = page.getByRole('navigation', { name: 'Views' });
    await expect(rail.getByRole('link', { name: /^Inbox, \d+ unread/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Show the run/ })).toBeHidden();

    await page.keyboard.press('Shift+M');
    await expect(rail.getByRole('link', { name: 'Inbox', exact: true })).toBeVisible();
    await goToView(page, 'Board');
    await page.getByRole('button', { name: 'More ways to run' }).click();
    await expect(page.getByRole('menuitem', { name: /Run all open tasks/ })).toBeDisabled();
  },
);

story('no key belongs to two commands', async ({ app, page, enter }) => {
  app.addTasks([{ id: 'e.1' }]);
  await enter();
  await openTask(page, 'e.1');
  for (const view of ['Board', 'Runs', 'Graph', 'Inbox', 'Settings'] as const) {
    await goToView(page, view);
    await page.keyboard.press('?');
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    // The cards' own keys hold only in a card that has the focus.
    const shown = list.locator('section:not([aria-label="Cards"]) li kbd');
    const keys = await shown.allTextContents();
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    await page.keyboard.press('Escape');
  }
});
