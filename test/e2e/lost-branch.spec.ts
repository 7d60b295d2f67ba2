import { card, expectColumn } from './pages/board.ts';
import { expect, story } from './story.ts';

story(
  'an epic branch that was deleted with landed work is found before a run, and comes back with one click',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1', script: 'echo a > a.txt' }]);
    await enter();
    await card(page, 'e.1').focus();
    await page.keyboard.press('r');
    const first = page.getByRole('dialog', { name: 'Run 1 task' });
    await first.getByRole('button', { name: 'Run 1 task' }).click();
    await expectColumn(page, 'Done', ['e.1']);
    const landed = app.git('rev-parse', 'epic/e');
    app.git('branch', '--quiet', '-D', 'epic/e');

    app.cli('add', 'Task two', '--epic', 'e', '--id', 'e.2', '--script', 'echo b > b.txt');
    await card(page, 'e.2').focus();
    await page.keyboard.press('r');
    const dialog = page.getByRole('dialog', { name: 'Run 1 task' });
    await expect(dialog.getByText('The branch epic/e is gone')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Run 1 task' })).toBeDisabled();
    await dialog.getByRole('button', { name: 'Bring it back' }).click();
    await expect(dialog.getByText('The branch epic/e is gone')).toBeHidden();
    expect(app.git('rev-parse', 'epic/e')).toBe(landed);
    await dialog.getByRole('button', { name: 'Run 1 task' }).click();
    await expectColumn(page, 'Done', ['e.1', 'e.2']);
  },
);
