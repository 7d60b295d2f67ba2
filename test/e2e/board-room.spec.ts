import { card } from './pages/board.ts';
import { toasts } from './pages/frame.ts';
import { expect, story } from './story.ts';

story(
  'selected tasks are changed and deleted together, and both are taken back',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }, { id: 'e.2', labels: ['ui'] }, { id: 'e.3' }]);
    const saysAll = (text: string): Promise<boolean[]> =>
      Promise.resolve(['e.1', 'e.2'].map((id) => app.cli('show', id, '--json').includes(text)));
    await enter();
    await card(page, 'e.1').click({ modifiers: ['ControlOrMeta'] });
    await card(page, 'e.2').click({ modifiers: ['ControlOrMeta'] });
    await page.keyboard.press('p');
    await page.getByRole('menuitemradio', { name: 'P0 most urgent' }).click();
    await expect(card(page, 'e.1')).toContainText('P0');
    await expect.poll(async () => saysAll('"priority": 0')).toEqual([true, true]);
    await page.keyboard.press('l');
    await page.getByRole('menuitem', { name: 'Another label…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Label 2 tasks' });
    await dialog.getByRole('textbox', { name: 'Label' }).fill('two words');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('textbox', { name: 'Label' })).toBeFocused();
    await dialog.getByRole('textbox', { name: 'Label' }).fill('api');
    await page.keyboard.press('Enter');
    await expect(card(page, 'e.2')).toContainText('api');
    await toasts(page).getByRole('button', { name: 'Undo' }).last().click();
    await expect(card(page, 'e.2')).not.toContainText('api');

    await card(page, 'e.2').focus();
    await page.keyboard.press('Delete');
    await expect(card(page, 'e.1')).toHaveCount(0);
    await expect(card(page, 'e.3')).toBeVisible();
    expect(() => app.cli('show', 'e.1')).toThrow();
    await toasts(page).getByRole('button', { name: 'Undo' }).last().click();
    await expect(card(page, 'e.1')).toBeVisible();
    await expect(card(page, 'e.2')).toContainText('ui');
  },
);
