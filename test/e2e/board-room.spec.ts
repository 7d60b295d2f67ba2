import { card, cardIn, column } from './pages/board.ts';
import { runCommand, toasts } from './pages/frame.ts';
import { openTask, taskPanel } from './pages/task-panel.ts';
import { expect, story } from './story.ts';

story(
  'in a small window all columns are in sight, and the card in the panel stays in sight with them',
  async ({ app, page, enter }) => {
    app.addTasks([
      { id: 'e.1', description: 'Use **scrypt**.' },
      { id: 'e.2', dependencies: ['e.1'] },
      { id: 'e.3' },
    ]);
    app.cli('close', 'e.3', '--reason', 'Done before');
    await enter();
    await page.setViewportSize({ width: 960, height: 600 });
    for (const title of [
      'Backlog',
      'Ready',
      'In progress',
      'Checking',
      'Blocked',
      'Done',
    ] as const) {
      await expect(column(page, title)).toBeInViewport({ ratio: 1 });
    }
    await expect(column(page, 'Checking').getByRole('button')).toContainText('0');
    const panel = await openTask(page, 'e.3');
    await expect(cardIn(page, 'Done', 'e.3')).toBeInViewport({ ratio: 1 });
    await expect(column(page, 'Ready').getByRole('button')).toContainText('1');

    // A strip opens by a press, and by the keys that come to one of its cards.
    await column(page, 'Ready').getByRole('button').click();
    await expect(cardIn(page, 'Ready', 'e.1')).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(cardIn(page, 'Backlog', 'e.2')).toBeFocused();
    await expect(taskPanel(page, 'e.2')).toBeVisible();
    await page.keyboard.press('j');
    const next = taskPanel(page, 'e.1');
    await expect(next.getByRole('region', { name: 'Description' }).locator('strong')).toHaveText(
      'scrypt',
    );
    await next.getByRole('button', { name: 'Next task' }).focus();
    await expect(page.getByRole('tooltip').or(page.getByText('Next task').last())).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(next).toBeHidden();
    await expect(panel).toBeHidden();
  },
);

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
    await expect(toasts(page)).toContainText('Label api added to 2 tasks.');
    await expect(card(page, 'e.2')).toContainText('api');
    await toasts(page).getByRole('button', { name: 'Undo' }).last().click();
    await expect(card(page, 'e.2')).not.toContainText('api');

    await card(page, 'e.2').focus();
    await page.keyboard.press('Delete');
    await expect(card(page, 'e.1')).toHaveCount(0);
    await expect(card(page, 'e.3')).toBeVisible();
    // At once: a toast goes after a while.
    await toasts(page).getByRole('button', { name: 'Undo' }).last().click();
    await expect(card(page, 'e.1')).toBeVisible();
    await expect(card(page, 'e.2')).toContainText('ui');
  },
);

story(
  'several tasks are created one after the other, and the board goes on from the last; an epic has its lane at once',
  async ({ app, page, enter }) => {
    app.addTasks([{ id: 'e.1' }]);
    await enter();
    await expect(card(page, 'e.1')).toBeVisible();
    await runCommand(page, 'New task');
    const dialog = page.getByRole('dialog', { name: 'New task' });
    const title = dialog.getByRole('textbox', { name: 'Title' });
    await dialog.getByRole('button', { name: 'Create the task' }).click();
    await expect(title).toBeFocused();
    await dialog.getByRole('switch', { name: 'Create more' }).click();
    await title.fill('Use `scrypt`');
    await title.press('Enter');
    await expect(title).toHaveValue('');
    await expect(title).toBeFocused();
    await dialog.getByRole('switch', { name: 'Create more' }).click();
    await title.fill('The last one');
    await title.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(card(page, 'e.3')).toBeFocused();
    await expect(card(page, 'e.2')).toContainText('Use scrypt');

    await runCommand(page, 'New epic');
    const epic = page.getByRole('dialog', { name: 'New epic' });
    await epic.getByRole('textbox', { name: 'Title' }).fill('Later');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('radio', { name: 'Epics' }).click();
    await expect(page.getByRole('region', { name: 'Later' })).toContainText('No task yet');
    await page.getByRole('button', { name: 'Delete Later with its tasks' }).click();
    await expect(page.getByRole('region', { name: 'Later' })).toHaveCount(0);
  },
);
