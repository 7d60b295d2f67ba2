import { cardIn, card, expectColumn } from './pages/board.ts';
import { openTask } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'a task that waits for a blocked one says so wherever it would be started, and runs with it',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1', script: app.until('go').concat('; echo a > a.txt') },
      { id: 'e.2', dependencies: ['e.1'] },
      { id: 'e.3' },
    ]);
    await enter();
    await card(page, 'e.1').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move e.1 to' }).hover();
    await page.getByRole('menuitem', { name: 'Blocked' }).click();
    const reason = page.getByRole('dialog', { name: /Block e\.1/ });
    await reason.getByRole('textbox', { name: 'Reason' }).fill('No access');
    await page.keyboard.press('Enter');
    await expectColumn(page, 'Blocked', ['e.1']);

    // The panel's button has the obstacle.
    const panel = await openTask(page, 'e.2');
    const run = panel.getByRole('button', { name: 'Run task' });
    await expect(run).toBeDisabled();
    await expect(run).toHaveAccessibleDescription(/e\.2 waits for e\.1 \(blocked\)\./);

    // Together with one that can start, it is told that it would be skipped.
    await page.keyboard.press('Escape');
    await card(page, 'e.2').focus();
    await page.keyboard.press('Space');
    await card(page, 'e.3').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('r');
    const both = page.getByRole('dialog', { name: 'Run 2 tasks' });
    await expect(both.getByText('e.2 would be skipped: e.1 is blocked.')).toBeVisible();
    await expect(both.getByRole('button', { name: 'Run 1 task' })).toBeEnabled();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');

    await card(page, 'e.2').focus();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await expect(dialog.getByText('e.2 would be skipped: e.1 is blocked.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Run', exact: true })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Run e.1 and e.2' }).click();
    await expect(dialog).toBeHidden();
    await expect(cardIn(page, 'In progress', 'e.1')).toBeVisible();
    app.makeSign('go');
    await expectColumn(page, 'Done', ['e.1', 'e.2']);
  },
);
